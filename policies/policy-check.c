/* The rules that bind keys of the policy to one another.
 * Runs as: every part, root included; owns nothing. */
#include "policy-check.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "opening-hours.h"
#include "policy-value.h"
#include "url-parts.h"

enum { BEFORE_WARNING_MIN = 5 }; /* seconds: a session is never born into its countdown */

struct check {
    const struct policy *policy;
    const struct policy_place *places;
    struct policy_errors *errors;
    int status;
};

/* About one member of struct policy, unless it was found wrong when it was read. */
#define COMPLAIN(check, member, ...)                                                               \
    do {                                                                                           \
        if (place_of(check, member).file)                                                          \
            note(check, policy_errors_add_key((check)->errors, place_of(check, member),            \
                                              schema_at(member), __VA_ARGS__));                    \
    } while (0)

static struct policy_place place_of(const struct check *check, size_t member)
{
    return check->places[schema_at(member) - policy_keys];
}

static void note(struct check *check, bool added)
{
    if (check->status != -ENOMEM)
        check->status = added ? -EINVAL : -ENOMEM;
}

static void check_required(struct check *check)
{
    for (size_t i = 0; i < POLICY_KEY_COUNT; i++) {
        const struct policy_key *key = &policy_keys[i];
        const char *example = key->type == POLICY_TYPE_URL         ? "https://webmail.example.org/"
                              : key->type == POLICY_TYPE_URL_RULES ? "webmail.example.org"
                                                                   : key->default_text;

        if (key->min > 0 && policy_value_is_empty(key, check->policy))
            COMPLAIN(check, key->offset, "is %s; write it, as %s = %s",
                     check->places[i].line ? "empty" : "missing", key->name, example);
    }
}

static void check_start_url(struct check *check)
{
    const struct policy *policy = check->policy;
    enum url_verdict verdict;

    if (policy->site_start_url[0] == '\0' || policy->site_allow.count == 0)
        return; /* reported as missing */
    verdict = url_rules_check(&policy->site_allow, policy->site_start_url, NULL);
    if (verdict != URL_ALLOWED)
        COMPLAIN(check, offsetof(struct policy, site_start_url),
                 "is not within site.allow (%s); add a rule for it there",
                 url_verdict_text(verdict));
}

/* True when all that PAGE matches is within RULE, as far as hosts and paths go. */
static bool rule_covers(const struct url_rule *rule, const struct url_rule *page)
{
    char url[512], port[sizeof ":65535"] = "";
    struct url_rules one = {(struct url_rule *)rule, 1};
    int length;

    if ((page->subdomains && !rule->subdomains) || (rule->path && !page->path))
        return false;
    if (page->port != URL_PORT_DEFAULT)
        snprintf(port, sizeof port, ":%u", page->port);
    /* The widest host of a page rule ".x" is any name below x; "a.x" stands for them all. */
    length = snprintf(url, sizeof url, "https://%s%s%s%s%s%s", page->subdomains ? "a." : "",
                      page->host, port, page->path ? page->path : "/", page->query ? "?" : "",
                      page->query ? page->query : "");
    return length > 0 && (size_t)length < sizeof url &&
           url_rules_check(&one, url, NULL) == URL_ALLOWED;
}

static void check_pages(struct check *check, size_t member)
{
    const struct url_rules *pages =
        (const void *)((const char *)check->policy + member); /* of type URL_RULES */
    const struct url_rules *allow = &check->policy->site_allow;

    for (size_t i = 0; i < pages->count; i++) {
        bool covered = allow->count == 0; /* reported as missing */

        for (size_t j = 0; j < allow->count && !covered; j++)
            covered = rule_covers(&allow->items[j], &pages->items[i]);
        if (!covered)
            COMPLAIN(check, member, "\"%s\" is not within site.allow; add its host and path there",
                     pages->items[i].text);
    }
}

/* True when a page may come from HOST, at any port. */
static bool allows_host(const struct url_rules *allow, const char *host)
{
    for (size_t i = 0; i < allow->count; i++)
        if (url_rules_have_host(allow, host, strlen(host), allow->items[i].port))
            return true;
    return allow->count == 0; /* reported as missing */
}

/* A pin that guards nothing is a slip of the pen, and a single one a trap. */
static void check_pins(struct check *check)
{
    const struct tls_pins *pins = &check->policy->tls_pins;
    const size_t member = offsetof(struct policy, tls_pins);

    for (size_t i = 0; i < pins->count; i++) {
        const struct tls_pin *pin = &pins->items[i];

        if (!allows_host(&check->policy->site_allow, pin->host))
            COMPLAIN(check, member, "\"%s\" is not within site.allow; add its host there",
                     pin->text);
        if (tls_pins_count(pins, pin->host) < 2)
            COMPLAIN(check, member, "\"%s\" is alone; add the pin of a key in reserve", pin->text);
    }
}

static bool has_token(const char *text)
{
    return strstr(text, POLICY_TOKEN) != NULL;
}

static void check_logout_token(struct check *check)
{
    const struct policy *policy = check->policy;
    const char *const sources[] = {policy->logout_token_cookie, policy->logout_token_query,
                                   policy->logout_token_page};
    int count = 0;

    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++)
        count += sources[i][0] != '\0';
    if (count > 1)
        COMPLAIN(check, offsetof(struct policy, logout_url),
                 "has its token from two places; keep one of logout.token-cookie, "
                 "logout.token-query and logout.token-page");
    if (policy->logout_token_page[0] && !policy->logout_token_after[0])
        COMPLAIN(check, offsetof(struct policy, logout_token_page),
                 "needs logout.token-after; write the text before the token in that page's source");
    if (count == 0 && (has_token(policy->logout_url) || has_token(policy->logout_form) ||
                       has_token(policy->logout_check_url)))
        COMPLAIN(check, offsetof(struct policy, logout_url),
                 "needs a token; write where it is, as logout.token-cookie = NAME");
}

/* A request that nothing lets through, or a key without the request it belongs to. */
static void check_logout(struct check *check)
{
    static const size_t urls[] = {offsetof(struct policy, logout_url),
                                  offsetof(struct policy, logout_token_page),
                                  offsetof(struct policy, logout_check_url)};
    const struct policy *policy = check->policy;

    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        const char *url = *(char *const *)((const char *)policy + urls[i]);

        if (url[0] && policy->site_allow.count > 0 &&
            url_rules_check(&policy->site_allow, url, NULL) != URL_ALLOWED)
            COMPLAIN(check, urls[i], "is not within site.allow; add its host and path there");
        if (url[0] && !policy->logout_url[0])
            COMPLAIN(check, urls[i], "needs logout.url; write the webmail's logout there");
    }
    if (policy->logout_form[0] && policy->logout_method != POLICY_METHOD_POST)
        COMPLAIN(check, offsetof(struct policy, logout_form),
                 "is sent by post alone; write logout.method = post");
    check_logout_token(check);
}

static void check_times(struct check *check)
{
    unsigned timeout = check->policy->session_idle_timeout;
    unsigned least = check->policy->session_idle_warning + BEFORE_WARNING_MIN;

    if (place_of(check, offsetof(struct policy, session_idle_warning)).file && timeout < least)
        COMPLAIN(check, offsetof(struct policy, session_idle_timeout),
                 "is %us, less than 5s longer than session.idle-warning; write at least %us",
                 timeout, least);
}

static void check_hours(struct check *check)
{
    const struct policy *policy = check->policy;
    const struct {
        size_t member;
        const char *text;
    } days[] = {
        {offsetof(struct policy, hours_monday),    policy->hours_monday   },
        {offsetof(struct policy, hours_tuesday),   policy->hours_tuesday  },
        {offsetof(struct policy, hours_wednesday), policy->hours_wednesday},
        {offsetof(struct policy, hours_thursday),  policy->hours_thursday },
        {offsetof(struct policy, hours_friday),    policy->hours_friday   },
        {offsetof(struct policy, hours_saturday),  policy->hours_saturday },
        {offsetof(struct policy, hours_sunday),    policy->hours_sunday   },
    };

    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
        if (!opening_hours_are_valid(days[i].text))
            COMPLAIN(check, days[i].member,
                     "\"%s\" are no hours; write them as 07:30-12:00 13:00-18:30", days[i].text);
    for (size_t i = 0; i < policy->hours_holidays.count; i++)
        if (!opening_holiday_is_valid(policy->hours_holidays.items[i]))
            COMPLAIN(check, offsetof(struct policy, hours_holidays),
                     "\"%s\" is no day; write it as 2026-12-25 or 2026-12-19..2027-01-03",
                     policy->hours_holidays.items[i]);
}

static void check_accounts(struct check *check)
{
    /* Whoever may use these is not at the machine's screen, or is already someone. */
    static const char *const refused[] = {"sshd", "su",  "su-l",     "sudo", "sudo-i",
                                          "cron", "atd", "polkit-1", "other"};
    const struct policy *policy = check->policy;

    if (policy->account_users.count == 0 && policy->account_group[0] == '\0')
        COMPLAIN(check, offsetof(struct policy, account_users),
                 "is empty, and so is account.group; write at least one account or a group");
    if (policy_names_contain(&policy->account_users, "root"))
        COMPLAIN(check, offsetof(struct policy, account_users),
                 "\"root\" needs a password; write an account that is made for the kiosk");
    if (strcmp(policy->account_group, "root") == 0)
        COMPLAIN(check, offsetof(struct policy, account_group),
                 "\"root\" needs passwords; write a group that is made for the kiosk");
    if (strpbrk(policy->account_group, " \t,:"))
        COMPLAIN(check, offsetof(struct policy, account_group),
                 "\"%s\" is no group's name; write one name", policy->account_group);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        if (policy_names_contain(&policy->account_services, refused[i]))
            COMPLAIN(check, offsetof(struct policy, account_services),
                     "\"%s\" serves others than who sits at the screen; take it out", refused[i]);
}

static void check_upstream_proxy(struct check *check)
{
    const char *text = check->policy->network_upstream_proxy;
    struct url_parts parts;

    if (text[0] == '\0')
        return;
    if (url_parts_read_authority((struct url_span){text, strlen(text)}, &parts) != URL_ALLOWED ||
        parts.host.length == strlen(text))
        COMPLAIN(check, offsetof(struct policy, network_upstream_proxy),
                 "\"%s\" is no HOST:PORT; write both, the host in small letters", text);
}

static void check_proxy_auto_config(struct check *check)
{
    static const char *const beginnings[] = {"http://", "https://", "file:///"};
    const char *text = check->policy->network_proxy_auto_config;
    const size_t member = offsetof(struct policy, network_proxy_auto_config);
    bool is_known = false;

    if (text[0] == '\0')
        return;
    for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++)
        is_known = is_known || (strncmp(text, beginnings[i], strlen(beginnings[i])) == 0 &&
                                strlen(text) > strlen(beginnings[i]));
    if (!is_known || strpbrk(text, " \t@#"))
        COMPLAIN(check, member,
                 "\"%s\" is no address of a file; write it with http://, https:// or file:///, "
                 "without a user's name",
                 text);
    if (check->policy->network_upstream_proxy[0] != '\0')
        COMPLAIN(check, member, "does not go with network.upstream-proxy; write one of them");
}

int policy_check(const struct policy *policy, const struct policy_place places[POLICY_KEY_COUNT],
                 struct policy_errors *errors)
{
    struct check check = {policy, places, errors, 0};

    check_required(&check);
    check_start_url(&check);
    check_pages(&check, offsetof(struct policy, site_mailbox_pages));
    check_pages(&check, offsetof(struct policy, site_logged_out_pages));
    check_logout(&check);
    check_pins(&check);
    check_accounts(&check);
    check_times(&check);
    check_hours(&check);
    check_upstream_proxy(&check);
    check_proxy_auto_config(&check);
    return check.status;
}
