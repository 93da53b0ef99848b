/* Matches URLs, as WebKit's parser writes them, against the rules of the policy.
 * Runs as: every part; owns nothing. */
#include <string.h>

#include "public-suffix.h"
#include "url-parts.h"
#include "url-rule.h"

static const char *const verdict_texts[URL_VERDICT_COUNT] = {
    [URL_ALLOWED] = "allowed",
    [URL_MALFORMED] = "not a well-formed address",
    [URL_SCHEME_REFUSED] = "not https",
    [URL_USERINFO_REFUSED] = "a user name stands before the host",
    [URL_HOST_REFUSED] = "host is not on the list",
    [URL_PORT_REFUSED] = "port is not on the list",
    [URL_PATH_REFUSED] = "path is not on the list",
};

const char *url_verdict_text(enum url_verdict verdict)
{
    return verdict_texts[verdict];
}

/* True when a label of HOST is the ASCII form of letters that are not ASCII (RFC 5890). */
static bool has_idn_label(struct url_span host)
{
    static const char prefix[] = "xn--";
    const size_t length = strlen(prefix);

    for (size_t i = 0; i + length <= host.length; i++)
        if ((i == 0 || host.start[i - 1] == '.') && memcmp(host.start + i, prefix, length) == 0)
            return true;
    return false;
}

static bool host_matches(const struct url_rule *rule, struct url_span host)
{
    size_t length = strlen(rule->host);
    struct url_span below;

    if (!rule->subdomains)
        return url_span_equals(host, rule->host);
    if (host.length < length + 2 || host.start[host.length - length - 1] != '.' ||
        memcmp(host.start + host.length - length, rule->host, length) != 0)
        return false;
    /* A suffix is no licence for look-alikes, and which of them a browser takes for valid, only its
     * own tables know: such a host must be named whole. */
    below = (struct url_span){host.start, host.length - length};
    return !has_idn_label(below) && public_suffix_same_owner(host, length);
}

/* Whole segments: a rule that ends in "/" wants one more, any other wants its end or a "/". */
static bool path_matches(const struct url_rule *rule, struct url_span path)
{
    size_t length;

    if (!rule->path)
        return true;
    length = strlen(rule->path);
    if (path.length < length || memcmp(path.start, rule->path, length) != 0)
        return false;
    if (path.length > length && rule->path[length - 1] != '/' && path.start[length] != '/')
        return false;
    return !url_path_has_hidden_dots(path);
}

static bool query_matches(const struct url_rule *rule, struct url_span query)
{
    if (!rule->query)
        return true;
    for (;;) {
        const char *end = query.length ? memchr(query.start, '&', query.length) : NULL;
        struct url_span pair = {query.start, end ? (size_t)(end - query.start) : query.length};

        if (url_span_equals(pair, rule->query))
            return true;
        if (!end)
            return false;
        query.start += pair.length + 1;
        query.length -= pair.length + 1;
    }
}

/* How far one rule goes along with a URL. */
static enum url_verdict check_rule(const struct url_rule *rule, const struct url_parts *parts,
                                   bool origin_only)
{
    if (!host_matches(rule, parts->host))
        return URL_HOST_REFUSED;
    if (rule->port != parts->port)
        return URL_PORT_REFUSED;
    if (origin_only || (path_matches(rule, parts->path) && query_matches(rule, parts->query)))
        return URL_ALLOWED;
    return URL_PATH_REFUSED;
}

/* The verdict of the rule that goes furthest; the enum's order is that of the checks. */
static enum url_verdict check(const struct url_rules *rules, const char *url, bool origin_only,
                              const struct url_rule **ret_rule)
{
    struct url_parts parts;
    enum url_verdict furthest = URL_HOST_REFUSED;
    enum url_verdict verdict = url_parts_read(url, &parts);

    *ret_rule = NULL;
    if (verdict != URL_ALLOWED)
        return verdict;
    for (size_t i = 0; i < rules->count; i++) {
        verdict = check_rule(&rules->items[i], &parts, origin_only);
        if (verdict == URL_ALLOWED) {
            *ret_rule = &rules->items[i];
            return URL_ALLOWED;
        }
        if (verdict > furthest)
            furthest = verdict;
    }
    return furthest;
}

enum url_verdict url_rules_check(const struct url_rules *rules, const char *url,
                                 const struct url_rule **ret_rule)
{
    const struct url_rule *rule;
    enum url_verdict verdict = check(rules, url, /* origin_only= */ false, &rule);

    if (ret_rule)
        *ret_rule = rule;
    return verdict;
}

bool url_rules_have_host(const struct url_rules *rules, const char *host, size_t length,
                         uint16_t port)
{
    const struct url_parts parts = {
        .host = {host, length},
          .port = port
    };

    for (size_t i = 0; i < rules->count; i++)
        if (check_rule(&rules->items[i], &parts, /* origin_only= */ true) == URL_ALLOWED)
            return true;
    return false;
}

enum url_verdict url_rules_check_navigation(const struct url_rules *rules, const char *url)
{
    static const char blob[] = "blob:";
    const struct url_rule *rule;

    if (strcmp(url, "about:blank") == 0 || strcmp(url, "about:srcdoc") == 0)
        return URL_ALLOWED;
    if (strncmp(url, blob, strlen(blob)) == 0)
        return check(rules, url + strlen(blob), /* origin_only= */ true, &rule);
    return check(rules, url, /* origin_only= */ false, &rule);
}
