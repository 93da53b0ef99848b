/* Reads the one kind of request that the proxy takes.
 * Runs as: an account without rights, outside of the session's network; owns nothing. */
#include "connect-request.h"

#include <string.h>
#include <strings.h>

enum { BAD_REQUEST = 400, METHOD_NOT_ALLOWED = 405 };

static const char head_end[] = "\r\n\r\n";
static const char method[] = "CONNECT ";

/* A CONNECT has no body (RFC 9110, 9.3.6); one that announces it wants two readers to disagree. */
static const char *const refused_fields[] = {"content-length", "transfer-encoding", "upgrade"};
static const char *const versions[] = {"HTTP/1.1", "HTTP/1.0"};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

bool connect_request_is_whole(const char *head, size_t length)
{
    return memmem(head, length, head_end, sizeof head_end - 1) != NULL;
}

/* Cuts a line off *rest; false when it does not end in CR LF or has one of them, or another control
 * character, inside. */
static bool cut_line(struct url_span *rest, struct url_span *ret_line)
{
    const char *end = memmem(rest->start, rest->length, "\r\n", 2);

    if (end == NULL)
        return false;
    *ret_line = (struct url_span){rest->start, (size_t)(end - rest->start)};
    rest->start += ret_line->length + 2;
    rest->length -= ret_line->length + 2;
    for (size_t i = 0; i < ret_line->length; i++) {
        unsigned char c = (unsigned char)ret_line->start[i];

        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}

static bool is_field(struct url_span line)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "!#$%&'*+-.^_`|~";
    const char *colon = memchr(line.start, ':', line.length);
    size_t length = colon == NULL ? 0 : (size_t)(colon - line.start);

    if (length == 0)
        return false;
    for (size_t i = 0; i < length; i++)
        if (strchr(letters, line.start[i]) == NULL)
            return false;
    for (size_t i = 0; i < COUNT(refused_fields); i++)
        if (strlen(refused_fields[i]) == length &&
            strncasecmp(line.start, refused_fields[i], length) == 0)
            return false;
    return true;
}

/* "HOST:PORT HTTP/1.1": what stands between two single spaces, whatever it is. */
static int read_target(struct url_span rest, struct url_span *ret_authority)
{
    const char *space = memchr(rest.start, ' ', rest.length);
    struct url_span version;

    if (space == NULL)
        return BAD_REQUEST;
    *ret_authority = (struct url_span){rest.start, (size_t)(space - rest.start)};
    version = (struct url_span){space + 1, rest.length - ret_authority->length - 1};
    for (size_t i = 0; i < COUNT(versions); i++)
        if (url_span_equals(version, versions[i]))
            return 0;
    return BAD_REQUEST;
}

int connect_request_read(const char *head, size_t length, struct url_span *ret_authority)
{
    struct url_span rest = {head, length}, line;
    const size_t skipped = sizeof method - 1;
    int status;

    if (!cut_line(&rest, &line))
        return BAD_REQUEST;
    if (line.length < skipped || memcmp(line.start, method, skipped) != 0)
        return METHOD_NOT_ALLOWED;
    line = (struct url_span){line.start + skipped, line.length - skipped};
    status = read_target(line, ret_authority);
    if (status != 0)
        return status;
    while (cut_line(&rest, &line)) {
        if (line.length == 0)
            return rest.length == 0 ? 0 : BAD_REQUEST;
        if (!is_field(line))
            return BAD_REQUEST;
    }
    return BAD_REQUEST;
}
