/* Any rule (the first line) against any address (what follows): no crash, and an address that is
 * allowed begins with https:// and a host that ends as the rule's does.
 * Runs as: whoever runs the tests. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "url-rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* The plainest reading of an address that could be right; anything else the matcher refuses. */
static void check_allowed(const struct url_rule *rule, const char *url)
{
    static const char scheme[] = "https://";
    const char *host = url + strlen(scheme);
    size_t length = strcspn(host, ":/?#\\@"), rule_length = strlen(rule->host);

    if (strncmp(url, scheme, strlen(scheme)) != 0 || length < rule_length)
        abort();
    if (strncmp(host + length - rule_length, rule->host, rule_length) != 0)
        abort();
    if (length > rule_length && (!rule->subdomains || host[length - rule_length - 1] != '.'))
        abort();
    if (host[length] != '/' && host[length] != ':')
        abort();
    for (const char *byte = url; *byte; byte++)
        if (*byte <= ' ' || *byte >= 0x7f)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    char *text = malloc(length + 1), *url;
    struct url_rule rule;
    const char *problem;

    if (!text)
        return 0;
    memcpy(text, bytes, length);
    text[length] = '\0';
    url = strchr(text, '\n');
    if (url)
        *url++ = '\0';
    if (url && url_rule_parse(text, &rule, &problem)) {
        struct url_rules rules = {&rule, 1};

        if (url_rules_check(&rules, url, NULL) == URL_ALLOWED)
            check_allowed(&rule, url);
        (void)url_rules_check_navigation(&rules, url); /* only for what it does to memory */
        url_rule_clear(&rule);
    }
    free(text);
    return 0;
}
