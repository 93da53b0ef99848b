/* Reads a URL in the serialised form of the WHATWG URL standard, and refuses every other form.
 * Runs as: every part; owns nothing: all parts point into the text they were read from. */
#include "url-parts.h"

#include <string.h>

enum { LABEL_MAX = 63 };

static const char LOWER[] = "abcdefghijklmnopqrstuvwxyz";
static const char DIGITS[] = "0123456789";

bool url_span_equals(struct url_span span, const char *text)
{
    return strlen(text) == span.length && memcmp(span.start, text, span.length) == 0;
}

static bool one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c);
}

static bool all_of(struct url_span span, const char *set)
{
    for (size_t i = 0; i < span.length; i++)
        if (!one_of(span.start[i], set))
            return false;
    return true;
}

static bool has(struct url_span span, char c)
{
    return span.length > 0 && memchr(span.start, c, span.length);
}

/* Cuts the next piece off *rest, up to SEPARATOR; false when nothing is left. An empty rest is
 * told from no rest by its NULL start, so that the last piece may be empty. */
static bool cut(struct url_span *rest, char separator, struct url_span *ret_piece)
{
    const char *end;

    if (!rest->start)
        return false;
    end = rest->length ? memchr(rest->start, separator, rest->length) : NULL;
    *ret_piece = *rest;
    if (end) {
        ret_piece->length = (size_t)(end - rest->start);
        rest->length -= ret_piece->length + 1;
        rest->start = end + 1;
    } else {
        *rest = (struct url_span){0};
    }
    return true;
}

static bool is_ipv4(struct url_span host)
{
    struct url_span number;
    int count = 0;

    while (cut(&host, '.', &number)) {
        int value = 0;

        if (++count > 4 || number.length < 1 || number.length > 3 || !all_of(number, DIGITS))
            return false;
        if (number.length > 1 && number.start[0] == '0')
            return false; /* octal to some parsers */
        for (size_t i = 0; i < number.length; i++)
            value = value * 10 + (number.start[i] - '0');
        if (value > 255)
            return false;
    }
    return count == 4;
}

/* "127", "0x7f", "0x": a last label that a WHATWG parser takes for the end of an IPv4 address. */
static bool is_number(struct url_span label)
{
    if (label.length == 0)
        return false;
    if (all_of(label, DIGITS))
        return true;
    if (label.length < 2 || label.start[0] != '0' || label.start[1] != 'x')
        return false;
    return all_of((struct url_span){label.start + 2, label.length - 2}, "0123456789abcdef");
}

enum url_host_kind url_host_kind(struct url_span host)
{
    struct url_span rest = host, label = {0};

    if (has(host, '['))
        return URL_HOST_UNUSABLE;
    for (size_t i = 0; i < host.length; i++)
        if (!one_of(host.start[i], LOWER) && !one_of(host.start[i], DIGITS) &&
            !one_of(host.start[i], "-_."))
            return URL_HOST_NOT_CANONICAL;
    if (host.length == 0 || host.length > URL_HOST_MAX)
        return URL_HOST_UNUSABLE;
    while (cut(&rest, '.', &label))
        if (label.length == 0 || label.length > LABEL_MAX)
            return URL_HOST_UNUSABLE;
    if (is_ipv4(host))
        return URL_HOST_IPV4;
    return is_number(label) ? URL_HOST_NOT_CANONICAL : URL_HOST_NAME;
}

static bool read_port(struct url_span text, uint16_t *ret_port)
{
    unsigned port = 0;

    if (text.length < 1 || text.length > 5 || !all_of(text, DIGITS) || text.start[0] == '0')
        return false;
    for (size_t i = 0; i < text.length; i++)
        port = port * 10 + (unsigned)(text.start[i] - '0');
    if (port > UINT16_MAX)
        return false;
    *ret_port = (uint16_t)port;
    return true;
}

enum url_verdict url_parts_read_authority(struct url_span authority, struct url_parts *ret_parts)
{
    struct url_parts parts = {.host = authority, .port = URL_PORT_DEFAULT};
    struct url_span rest = authority;

    if (has(authority, '@'))
        return URL_USERINFO_REFUSED;
    if (has(authority, '['))
        return URL_HOST_REFUSED; /* IPv6, before its colons are taken for a port */
    if (has(authority, ':')) {
        (void)cut(&rest, ':', &parts.host); /* there is a colon */
        if (!read_port(rest, &parts.port))
            return URL_MALFORMED;
    }
    switch (url_host_kind(parts.host)) {
    case URL_HOST_NAME:
    case URL_HOST_IPV4:
        *ret_parts = parts;
        return URL_ALLOWED;
    case URL_HOST_UNUSABLE:
        return URL_HOST_REFUSED;
    case URL_HOST_NOT_CANONICAL:
        break;
    }
    return URL_MALFORMED;
}

/* The length of the dot at TEXT, written "." or "%2e", or 0. */
static size_t dot_length(const char *text, size_t length)
{
    if (length >= 1 && text[0] == '.')
        return 1;
    if (length >= 3 && text[0] == '%' && text[1] == '2' && (text[2] == 'e' || text[2] == 'E'))
        return 3;
    return 0;
}

static bool is_dots(struct url_span segment)
{
    size_t first = dot_length(segment.start, segment.length);
    size_t second = dot_length(segment.start + first, segment.length - first);

    return first > 0 && first + second == segment.length;
}

bool url_path_has_dots(struct url_span path)
{
    struct url_span segment;

    while (cut(&path, '/', &segment))
        if (is_dots(segment))
            return true;
    return false;
}

/* The length of the segment's end at TEXT, "/" or an encoded "/" or "\", or 0. */
static size_t slash_length(const char *text, size_t length)
{
    if (text[0] == '/')
        return 1;
    if (length >= 3 && text[0] == '%' &&
        ((text[1] == '2' && one_of(text[2], "fF")) || (text[1] == '5' && one_of(text[2], "cC"))))
        return 3;
    return 0;
}

bool url_path_has_hidden_dots(struct url_span path)
{
    struct url_span segment = {path.start, 0}, name = {0};

    for (size_t i = 0; i <= path.length;) {
        size_t slash = i < path.length ? slash_length(path.start + i, path.length - i) : 1;

        if (slash == 0) {
            i++;
            continue;
        }
        segment.length = (size_t)(path.start + i - segment.start);
        (void)cut(&segment, ';', &name); /* its start is set, so there is a piece */
        if (is_dots(name))
            return true;
        i += slash;
        segment.start = path.start + i;
    }
    return false;
}

/* True when TEXT begins with a scheme, whichever it is. */
static bool has_scheme(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789+.-");

    return one_of(text[0], LOWER) && text[length] == ':';
}

/* A serialiser writes nothing but printable ASCII, and encodes these in any part. */
static bool has_foreign_bytes(const char *url)
{
    for (; *url; url++)
        if ((unsigned char)*url <= 0x20 || (unsigned char)*url >= 0x7f || one_of(*url, "\"<>"))
            return true;
    return false;
}

enum url_verdict url_parts_read(const char *url, struct url_parts *ret_parts)
{
    static const char scheme[] = "https://";
    struct url_span authority;
    struct url_parts parts;
    enum url_verdict verdict;
    const char *rest;

    if (has_foreign_bytes(url))
        return URL_MALFORMED;
    if (strncmp(url, scheme, strlen(scheme)) != 0)
        return has_scheme(url) && strncmp(url, "https:", 6) != 0 ? URL_SCHEME_REFUSED
                                                                 : URL_MALFORMED;
    authority.start = url + strlen(scheme);
    authority.length = strcspn(authority.start, "/?#\\");
    verdict = url_parts_read_authority(authority, &parts);
    if (verdict != URL_ALLOWED)
        return verdict;
    rest = authority.start + authority.length;
    if (parts.host.length != authority.length && parts.port == URL_PORT_DEFAULT)
        return URL_MALFORMED; /* a serialiser leaves the default port out */
    if (*rest != '/')
        return URL_MALFORMED;
    parts.path = (struct url_span){rest, strcspn(rest, "?#")};
    for (size_t i = 0; i < parts.path.length; i++)
        if (one_of(rest[i], "\\`{}^"))
            return URL_MALFORMED;
    if (url_path_has_dots(parts.path))
        return URL_MALFORMED;
    rest += parts.path.length;
    parts.query = (struct url_span){rest, 0};
    if (*rest == '?')
        parts.query = (struct url_span){rest + 1, strcspn(rest + 1, "#")};
    if (has(parts.query, '\'') || strchr(parts.query.start + parts.query.length, '`'))
        return URL_MALFORMED;
    *ret_parts = parts;
    return URL_ALLOWED;
}
