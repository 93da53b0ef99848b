/* Reads the rules that say which URLs the kiosk may open.
 * Runs as: every part; owns nothing but the rules it fills. */
#include "url-rule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "public-suffix.h"
#include "url-parts.h"

struct complaint {
    const char *bytes; /* any of these in the text */
    const char *problem;
};

static const struct complaint whole_rule[] = {
    {" \t\r\n",    "holds a space; separate rules by spaces, and write one in a path as %20"     },
    {"*",          "holds a '*'; write \".example.org\" for every host below example.org"        },
    {"@",          "holds a user name ('@'); write the host alone"                               },
    {"#",          "holds a '#'; leave the fragment out, and put comments on lines of their own" },
    {"\\",         "holds a backslash; separate the parts of a path by '/'"                      },
    {"\"'<>`{}^|", "holds a quote, bracket or bar; write rules bare, such bytes of a path as %XX"},
};

static const char *find_complaint(const char *text)
{
    for (const unsigned char *byte = (const unsigned char *)text; *byte; byte++)
        if (*byte >= 0x7f)
            return "holds a letter that is not ASCII; write a host in its xn-- form, a path with "
                   "%XX";
        else if (*byte < 0x20 && *byte != '\t' && *byte != '\r' && *byte != '\n')
            return "holds a control character; remove it";
    for (size_t i = 0; i < sizeof whole_rule / sizeof whole_rule[0]; i++)
        if (strpbrk(text, whole_rule[i].bytes))
            return whole_rule[i].problem;
    if (strstr(text, "://"))
        return "begins with a scheme; write the host alone, the kiosk opens https only";
    if (text[0] == '\0')
        return "is empty; write a host, as webmail.example.org";
    if (text[0] == '/' || text[0] == '?' || text[0] == ':')
        return "has no host; write the host first, as webmail.example.org/path";
    if (text[strlen(text) - 1] == ',')
        return "ends in a comma; separate rules by spaces or write each on an indented line";
    return NULL;
}

/* Host and port, from TEXT (LENGTH bytes) to RULE. */
static const char *parse_authority(const char *text, size_t length, struct url_rule *rule)
{
    struct url_parts parts = {0};
    struct url_span authority = {text, length};

    rule->subdomains = text[0] == '.';
    if (rule->subdomains) {
        authority.start++;
        authority.length--;
    }
    rule->host = strndup(authority.start, authority.length);
    if (!rule->host)
        return "cannot be kept; free some memory";
    for (char *letter = rule->host; *letter; letter++)
        if (*letter >= 'A' && *letter <= 'Z')
            *letter += 'a' - 'A';
    if (strchr(rule->host, '['))
        return "has an IPv6 address; write the host's name";
    authority.start = rule->host;
    if (url_parts_read_authority(authority, &parts) != URL_ALLOWED)
        return "has no usable host or port; write it as webmail.example.org or "
               "webmail.example.org:8443";
    rule->port = parts.port;
    rule->host[parts.host.length] = '\0';
    if (rule->subdomains && url_host_kind(parts.host) != URL_HOST_NAME)
        return "stands for what is below an address; write the address without the first dot";
    if (rule->subdomains && !strchr(rule->host, '.'))
        return "stands for a whole top-level domain; write at least two names, as .example.org";
    if (rule->subdomains && public_suffix_is(rule->host))
        return "stands for a public suffix, below which anybody may have a name; write one name "
               "more, or each host";
    return NULL;
}

static bool is_hex(char c)
{
    return c != '\0' && strchr("0123456789abcdefABCDEF", c);
}

static const char *parse_path(const char *text, size_t length, struct url_rule *rule)
{
    struct url_span path = {text, length};

    if (length == 0)
        return NULL;
    for (size_t i = 0; i < length; i++)
        if (text[i] == '%' && (!is_hex(text[i + 1]) || !is_hex(text[i + 2])))
            return "has a '%' without two digits in its path; write the byte as %XX";
    if (url_path_has_dots(path) || url_path_has_hidden_dots(path))
        return "has a '.' or '..' in its path; write the path without them";
    rule->path = strndup(text, length);
    return rule->path ? NULL : "cannot be kept; free some memory";
}

static const char *parse_query(const char *text, struct url_rule *rule)
{
    const char *equals = strchr(text, '=');

    if (!equals || equals == text || strchr(text, '&') || strchr(text, '?'))
        return "has a query that is not one NAME=VALUE; write it as ?task=mail";
    rule->query = strdup(text);
    return rule->query ? NULL : "cannot be kept; free some memory";
}

bool url_rule_parse(const char *text, struct url_rule *ret_rule, const char **ret_problem)
{
    struct url_rule rule = {0};
    size_t authority = strcspn(text, "/?");
    size_t path = strcspn(text + authority, "?");
    const char *query = text + authority + path;
    const char *problem = find_complaint(text);

    if (!problem)
        problem = parse_authority(text, authority, &rule);
    if (!problem)
        problem = parse_path(text + authority, path, &rule);
    if (!problem && *query == '?')
        problem = parse_query(query + 1, &rule);
    if (!problem) {
        rule.text = strdup(text);
        if (!rule.text)
            problem = "cannot be kept; free some memory";
    }
    if (problem) {
        url_rule_clear(&rule);
        *ret_problem = problem;
        return false;
    }
    *ret_rule = rule;
    return true;
}

void url_rule_clear(struct url_rule *rule)
{
    free(rule->text);
    free(rule->host);
    free(rule->path);
    free(rule->query);
    *rule = (struct url_rule){0};
}

void url_rules_clear(struct url_rules *rules)
{
    for (size_t i = 0; i < rules->count; i++)
        url_rule_clear(&rules->items[i]);
    free(rules->items);
    *rules = (struct url_rules){0};
}
