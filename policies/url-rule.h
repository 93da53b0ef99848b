/* Which URLs the kiosk may open: rules, as the policy writes them, against URLs, as WebKit writes
 * them.
 * Runs as: every part; owns nothing but what it returns.
 *
 * There is no C library with a WHATWG URL parser in Debian 12 (GUri and libcurl follow RFC 3986 and
 * disagree with browsers on backslashes, tabs, hosts in numbers and more). The one parser that
 * agrees with what WebKit will load is WebKit's own. So the browser passes in what WebKit's parser
 * wrote out, and this matcher reads only that narrow serialised form: lower-case ASCII scheme and
 * host, no userinfo, a port only when it is not the default, an absolute path without dot segments.
 * What is not in that form is refused, never repaired. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* HOST[:PORT][/PATH][?NAME=VALUE]; a HOST that begins with a dot stands for every name below it,
 * but for those with an "xn--" label in the part that the dot stands for, and those below a public
 * suffix that is itself below the dot: these have other owners.
 * PATH matches whole segments: "/iwc" matches /iwc and /iwc/x, not /iwcx. ?NAME=VALUE asks for that
 * pair anywhere in the query. */
struct url_rule {
    char *text;      /* as written, for messages */
    char *host;      /* without the leading dot */
    bool subdomains; /* the rule was written ".host" */
    uint16_t port;   /* 443 unless written */
    char *path;      /* NULL: any */
    char *query;     /* "NAME=VALUE"; NULL: any */
};

struct url_rules {
    struct url_rule *items;
    size_t count;
};

enum url_verdict {
    URL_ALLOWED,
    URL_MALFORMED,      /* not the serialised form described above */
    URL_SCHEME_REFUSED, /* anything but https */
    URL_USERINFO_REFUSED,
    URL_HOST_REFUSED,
    URL_PORT_REFUSED,
    URL_PATH_REFUSED, /* host and port match a rule, path or query none */
    URL_VERDICT_COUNT
};

/* One short English phrase for logs and kioskctl, e.g. "host is not on the list". */
const char *url_verdict_text(enum url_verdict verdict);

/* Reads one rule. True: *ret_rule is filled, free it with url_rule_clear. False: *ret_problem is a
 * static sentence fragment that says what is wrong and what to write instead. */
bool url_rule_parse(const char *text, struct url_rule *ret_rule, const char **ret_problem);
void url_rule_clear(struct url_rule *rule);
void url_rules_clear(struct url_rules *rules);

/* Matches URL, in WebKit's serialised form, against RULES. *ret_rule (may be NULL) is the rule that
 * matched, owned by RULES, or NULL. An empty list refuses everything. */
enum url_verdict url_rules_check(const struct url_rules *rules, const char *url,
                                 const struct url_rule **ret_rule);

/* True when a rule of RULES has HOST and PORT, whatever its path. HOST is in small letters, as a
 * serialiser writes it. */
bool url_rules_have_host(const struct url_rules *rules, const char *host, size_t length,
                         uint16_t port);

/* The one decision behind every load, of main frame or subframe: url_rules_check, and besides it
 * about:blank, about:srcdoc and blob: URLs whose origin the rules allow. */
enum url_verdict url_rules_check_navigation(const struct url_rules *rules, const char *url);
