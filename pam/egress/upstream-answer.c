/* Reads the answer of an upstream proxy.
 * Runs as: an account without rights, outside of the session's network; owns nothing. */
#include "upstream-answer.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Of the status, from the first that fits. */
static const struct {
    int first, last;
    enum outcome outcome;
} meanings[] = {
    {200, 299, OUTCOME_OPENED          },
    {300, 399, OUTCOME_PORTAL          },
    {401, 401, OUTCOME_UPSTREAM_LOGIN  },
    {407, 407, OUTCOME_UPSTREAM_LOGIN  },
    {400, 499, OUTCOME_UPSTREAM_REFUSES},
    {511, 511, OUTCOME_PORTAL          },
    {500, 599, OUTCOME_UPSTREAM_FAILS  },
};

static int read_status(const char *head, size_t length)
{
    static const char version[] = "HTTP/1.";
    char digits[4] = "";

    if (length < 13 || memcmp(head, version, sizeof version - 1) != 0 || head[8] != ' ')
        return 0;
    memcpy(digits, head + 9, 3);
    return strspn(digits, "0123456789") == 3 ? atoi(digits) : 0;
}

/* The value of the field NAME, or NULL; of one that is there twice, the first. */
static const char *field(const char *head, size_t length, const char *name)
{
    const size_t name_length = strlen(name);
    const char *end = head + length, *line = head;

    while ((line = memmem(line, (size_t)(end - line), "\r\n", 2)) != NULL) {
        line += 2;
        if ((size_t)(end - line) > name_length && line[name_length] == ':' &&
            strncasecmp(line, name, name_length) == 0) {
            line += name_length + 1;
            return line + strspn(line, " \t"); /* the head ends with CR LF: no further */
        }
    }
    return NULL;
}

/* Many proxies write "Content-Length: 0" behind a success; that is no page. */
static bool announces_a_page(const char *head, size_t length)
{
    const char *size = field(head, length, "Content-Length");

    return field(head, length, "Content-Type") != NULL ||
           field(head, length, "Transfer-Encoding") != NULL ||
           (size != NULL && strspn(size, "0") != strspn(size, "0123456789"));
}

enum outcome upstream_answer_read(const char *head, size_t length)
{
    int status = read_status(head, length);

    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
        if (status < meanings[i].first || status > meanings[i].last)
            continue;
        if (meanings[i].outcome == OUTCOME_OPENED && announces_a_page(head, length))
            return OUTCOME_PORTAL;
        return meanings[i].outcome;
    }
    return OUTCOME_UPSTREAM_DOWN; /* whoever that is, it is no proxy */
}
