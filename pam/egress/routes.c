/* Reads and takes the ways to a host.
 * Runs as: an account without rights, outside of the session's network; owns nothing. */
#include "routes.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "dial.h"

/* PROXY and HTTP mean the same. */
static const char *const http_words[] = {"PROXY", "HTTP"};

static bool is_word(struct url_span span, const char *word)
{
    return span.length == strlen(word) && strncasecmp(span.start, word, span.length) == 0;
}

static struct url_span trim(struct url_span span)
{
    while (span.length > 0 && isspace((unsigned char)span.start[0])) {
        span.start++;
        span.length--;
    }
    while (span.length > 0 && isspace((unsigned char)span.start[span.length - 1]))
        span.length--;
    return span;
}

/* The policy's reader of authorities decides what a host is; it takes small letters only. */
static bool read_proxy(struct url_span text, char ret_via[ROUTE_TEXT_MAX])
{
    struct url_parts parts;
    char lower[ROUTE_TEXT_MAX];
    int length;

    if (text.length == 0 || text.length >= sizeof lower)
        return false;
    for (size_t i = 0; i < text.length; i++)
        lower[i] = (char)tolower((unsigned char)text.start[i]);
    lower[text.length] = '\0';
    if (url_parts_read_authority((struct url_span){lower, text.length}, &parts) != URL_ALLOWED)
        return false;
    /* The reader takes 443 for the port that nobody writes; of a proxy that is 80. */
    length = snprintf(ret_via, ROUTE_TEXT_MAX, "%.*s:%u", (int)parts.host.length, parts.host.start,
                      parts.host.length == text.length ? 80U : parts.port);
    return length > 0 && length < ROUTE_TEXT_MAX;
}

static bool read_one(struct url_span entry, char ret_via[ROUTE_TEXT_MAX])
{
    struct url_span word = entry;

    for (word.length = 0; word.length < entry.length; word.length++)
        if (isspace((unsigned char)entry.start[word.length]))
            break;
    ret_via[0] = '\0';
    if (is_word(entry, "DIRECT"))
        return true;
    entry.start += word.length;
    entry.length -= word.length;
    for (size_t i = 0; i < sizeof http_words / sizeof http_words[0]; i++)
        if (is_word(word, http_words[i]))
            return read_proxy(trim(entry), ret_via);
    return false;
}

bool routes_read(const char *text, struct routes *ret_routes)
{
    ret_routes->count = 0;
    while (*text != '\0' && ret_routes->count < ROUTES_MAX) {
        size_t length = strcspn(text, ";");

        if (read_one(trim((struct url_span){text, length}), ret_routes->via[ret_routes->count]))
            ret_routes->count++;
        text += length + (text[length] == ';');
    }
    return ret_routes->count > 0;
}

static bool is_decided(const char *via, enum outcome outcome)
{
    if (outcome == OUTCOME_OPENED)
        return true;
    return via[0] != '\0' && outcome != OUTCOME_UPSTREAM_DOWN && outcome != OUTCOME_TIMEOUT &&
           outcome != OUTCOME_OFFLINE;
}

enum outcome routes_dial(const struct routes *routes, const char *authority, int *ret_fd)
{
    enum outcome outcome = OUTCOME_BAD_ROUTES;

    for (size_t i = 0; i < routes->count; i++) {
        const char *via = routes->via[i];

        outcome =
            via[0] == '\0' ? dial_host(authority, ret_fd) : dial_upstream(via, authority, ret_fd);
        if (is_decided(via, outcome))
            break;
    }
    return outcome;
}
