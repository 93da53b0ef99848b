/* The one table of policy keys: parser, man page and kioskctl all read it.
 * Runs as: every part; owns nothing. */
#include "schema.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "policy.h"

enum {
    SECOND = 1,
    MINUTE = 60,
    HOUR = 3600,
    MIB = 1 << 20,
    TEXT_MAX = 150,
    NAME_MAX_BYTES = 48,
    URL_MAX_BYTES = 170,
};

#define GIB (UINT64_C(1) << 30)

static const char *const languages[] = {
    [POLICY_LANGUAGE_FR] = "fr", [POLICY_LANGUAGE_EN] = "en", NULL};
static const char *const swaps[] = {
    [POLICY_SWAP_WARN] = "warn", [POLICY_SWAP_REFUSE] = "refuse", NULL};

static const char *const methods[] = {
    [POLICY_METHOD_GET] = "get", [POLICY_METHOD_POST] = "post", NULL};
static const char *const choices[] = {[POLICY_NO] = "no", [POLICY_YES] = "yes", NULL};

#define MEMBER(member) offsetof(struct policy, member)

/* clang-format off */
const struct policy_key policy_keys[POLICY_KEY_COUNT] = {
    {"site", "name", POLICY_TYPE_STRING, "", 0, TEXT_MAX, NULL, MEMBER(site_name),
     "The name that people know the webmail by, shown to them."},
    {"site", "start-url", POLICY_TYPE_URL, NULL, 1, URL_MAX_BYTES, NULL, MEMBER(site_start_url),
     "The page that a session begins on. One of the rules of site.allow must match it."},
    {"site", "allow", POLICY_TYPE_URL_RULES, NULL, 1, 0, NULL, MEMBER(site_allow),
     "What the browser may open, over https only: the hosts of the webmail and of its login "
     "pages, each with a path where the host serves other things too."},
    {"site", "assets", POLICY_TYPE_URL_RULES, "", 0, 0, NULL, MEMBER(site_assets),
     "What pages of the site may load parts from besides site.allow: scripts, style sheets, "
     "pictures, fonts, calls. Nobody can navigate there, and no frame opens it."},
    {"site", "mailbox-pages", POLICY_TYPE_URL_RULES, "", 0, 0, NULL, MEMBER(site_mailbox_pages),
     "The pages that only someone who is logged in sees. Each must lie within site.allow. Empty: no "
     "address tells, as where Zimbra shows its login form and its mailbox at the same one."},
    {"site", "logged-out-pages", POLICY_TYPE_URL_RULES, "", 0, 0, NULL,
     MEMBER(site_logged_out_pages),
     "The pages that the webmail, or the single sign-on before it, shows after its own logout. When "
     "one of them follows a page of site.mailbox-pages (or, where that is empty, anything that was "
     "typed), the session ends and is wiped. Each must lie within site.allow."},
    {"site", "save-draft", POLICY_TYPE_STRING, "", 0, TEXT_MAX, NULL, MEMBER(site_save_draft),
     "The button that saves a message that is being written, as a CSS selector. It is pressed when "
     "the idle warning begins, and before a session ends that nobody at the screen ended, if it "
     "can be seen on the page then. Empty: what was not sent is lost."},

    {"logout", "url", POLICY_TYPE_URL, "", 0, URL_MAX_BYTES, NULL, MEMBER(logout_url),
     "What the kiosk asks of the webmail at the end of each session, with the session's cookies, "
     "so that the login is closed at the server too. {token} stands for the token, if one is "
     "needed. It must lie within site.allow. Empty: the server forgets the login by itself, later."},
    {"logout", "method", POLICY_TYPE_ENUM, "get", 0, 0, methods, MEMBER(logout_method),
     "How logout.url is asked."},
    {"logout", "form", POLICY_TYPE_STRING, "", 0, TEXT_MAX, NULL, MEMBER(logout_form),
     "What is sent along when logout.method is post, as NAME=VALUE&NAME=VALUE. {token} stands for "
     "the token."},
    {"logout", "token-cookie", POLICY_TYPE_STRING, "", 0, NAME_MAX_BYTES, NULL,
     MEMBER(logout_token_cookie), "The cookie that holds the token, whole or after "
     "logout.token-after."},
    {"logout", "token-query", POLICY_TYPE_STRING, "", 0, NAME_MAX_BYTES, NULL,
     MEMBER(logout_token_query), "The name that the token has in the query of the address of the "
     "page on the screen."},
    {"logout", "token-page", POLICY_TYPE_URL, "", 0, URL_MAX_BYTES, NULL,
     MEMBER(logout_token_page), "A page of the webmail that holds the token, in a script, a field "
     "or elsewhere in its source, after logout.token-after. It is asked for with the session's "
     "cookies. It must lie within site.allow."},
    {"logout", "token-after", POLICY_TYPE_STRING, "", 0, TEXT_MAX, NULL,
     MEMBER(logout_token_after), "The text after which the token begins. It ends before the first "
     "letter that no token has."},
    {"logout", "check-url", POLICY_TYPE_URL, "", 0, URL_MAX_BYTES, NULL, MEMBER(logout_check_url),
     "An address that only someone who is logged in gets. It is asked for before logout.url and "
     "again after it, with the same cookies, and must be answered first and refused then: so the "
     "report tells whether the login is dead. It must lie within site.allow."},
    {"logout", "refused-text", POLICY_TYPE_STRING, "", 0, TEXT_MAX, NULL,
     MEMBER(logout_refused_text), "What stands in the webmail's answer to logout.check-url when it "
     "refuses. The statuses 401 and 403, and a way to site.start-url or to a page of "
     "site.logged-out-pages, are refusals anyway."},

    {"tls", "pins", POLICY_TYPE_TLS_PINS, "", 0, 0, NULL, MEMBER(tls_pins),
     "The keys that a host's certificate may have, besides being valid: HOST=sha256/DIGEST, the "
     "digest of the certificate's public key. A page with any other key is refused as an attack, "
     "without a way around. Write at least two for each host, the second of a key that is kept "
     "in reserve: with one alone, a lost key stops the kiosks. Each host must lie within "
     "site.allow."},

    {"account", "users", POLICY_TYPE_NAMES, "kiosk", 0, 0, NULL, MEMBER(account_users),
     "The accounts that are kiosk accounts. They log in without a password, at this machine's "
     "own screen only, and nothing they do is kept."},
    {"account", "group", POLICY_TYPE_STRING, "", 0, NAME_MAX_BYTES, NULL, MEMBER(account_group),
     "The members of this group are kiosk accounts too. Empty: no group."},
    {"account", "services", POLICY_TYPE_NAMES,
     "webmail-kiosk lightdm lightdm-autologin gdm-autologin sddm-autologin login", 1, 0, NULL,
     MEMBER(account_services),
     "The PAM services by which a kiosk account may log in; every other service is refused."},

    {"session", "language", POLICY_TYPE_ENUM, "fr", 0, 0, languages, MEMBER(session_language),
     "The language of everything that the kiosk itself says."},
    {"session", "idle-timeout", POLICY_TYPE_DURATION, "180s", 25 * SECOND, HOUR, NULL,
     MEMBER(session_idle_timeout),
     "After this time without keyboard, mouse or touch the session ends and is wiped. It must be "
     "at least 5 seconds longer than session.idle-warning, which is its last part."},
    {"session", "idle-warning", POLICY_TYPE_DURATION, "30s", 20 * SECOND, 5 * MINUTE, NULL,
     MEMBER(session_idle_warning),
     "How long the countdown before that end is shown. Never under 20 seconds (WCAG 2.2.1)."},
    {"session", "max-duration", POLICY_TYPE_DURATION, "60min", 30 * SECOND, 12 * HOUR, NULL,
     MEMBER(session_max_duration),
     "The longest that a session may last, however busy it is."},
    {"session", "home-size", POLICY_TYPE_SIZE, "512M", 16 * MIB, 8 * GIB, NULL,
     MEMBER(session_home_size),
     "The room of the session's home, which lives in memory and goes with the session."},
    {"session", "home-files", POLICY_TYPE_COUNT, "65536", 1024, 1048576, NULL,
     MEMBER(session_home_files), "How many files and folders the session's home may hold."},
    {"session", "processes", POLICY_TYPE_COUNT, "512", 64, 8192, NULL, MEMBER(session_processes),
     "How many processes and threads the session may have at a time."},
    {"session", "swap", POLICY_TYPE_ENUM, "warn", 0, 0, swaps, MEMBER(session_swap),
     "What to do when the machine has swap space on a disk and the kernel cannot keep the "
     "session's memory out of it: open the session all the same and warn in the log and the "
     "record, or refuse it. Where control groups of version 2 count memory, as on every Debian "
     "since 11 with systemd, it is always kept out."},
    {"session", "logout-wait", POLICY_TYPE_DURATION, "5s", SECOND, MINUTE, NULL,
     MEMBER(session_logout_wait),
     "How long the browser may take to close the login at the server and to end by itself, before "
     "it is killed."},
    {"session", "end-undo", POLICY_TYPE_DURATION, "0s", 0, 10 * SECOND, NULL,
     MEMBER(session_end_undo),
     "How long the button that ends the session can be taken back. The page is hidden meanwhile. "
     "With 0s the session ends at once. Ctrl+Alt+Delete always ends at once."},
    {"session", "clipboard-lifetime", POLICY_TYPE_DURATION, "2min", 5 * SECOND, HOUR, NULL,
     MEMBER(session_clipboard_lifetime),
     "How long what was copied or selected can be pasted. The end of the session empties the "
     "clipboard at any time."},

    {"login", "identifier-hint", POLICY_TYPE_STRING, "", 0, TEXT_MAX, NULL,
     MEMBER(login_identifier_hint),
     "How an identifier looks, as in: prenom.nom. It stands in the empty field of a login page "
     "that says nothing itself, and screen readers read it out. Nothing that is typed is ever "
     "compared with it."},
    {"login", "prefill-identifier", POLICY_TYPE_ENUM, "no", 0, 0, choices,
     MEMBER(login_prefill_identifier),
     "yes: the name of the account that the session runs for stands in the login page's empty "
     "identifier field from the start. Never the name of an account of account.users, which "
     "belongs to nobody."},
    {"login", "strong-authentication-url", POLICY_TYPE_URL, "", 0, URL_MAX_BYTES, NULL,
     MEMBER(login_strong_authentication_url),
     "The page that tells how to switch on strong authentication, offered until someone has logged "
     "in. Where site.allow has it, it opens here; else its address is shown, to be opened "
     "elsewhere."},

    {"hours", "monday", POLICY_TYPE_STRING, "", 0, TEXT_MAX, NULL, MEMBER(hours_monday),
     "When the kiosk is open on Mondays, as 07:30-18:30 or 07:30-12:00 13:00-18:30, in the "
     "machine's time zone. Outside of these hours no session begins, and one that is open ends "
     "after a warning. When no day has hours, the kiosk is always open; else a day without them "
     "is a day when it is closed."},
    {"hours", "tuesday", POLICY_TYPE_STRING, "", 0, TEXT_MAX, NULL, MEMBER(hours_tuesday),
     "The same for Tuesdays."},
    {"hours", "wednesday", POLICY_TYPE_STRING, "", 0, TEXT_MAX, NULL, MEMBER(hours_wednesday),
     "The same for Wednesdays."},
    {"hours", "thursday", POLICY_TYPE_STRING, "", 0, TEXT_MAX, NULL, MEMBER(hours_thursday),
     "The same for Thursdays."},
    {"hours", "friday", POLICY_TYPE_STRING, "", 0, TEXT_MAX, NULL, MEMBER(hours_friday),
     "The same for Fridays."},
    {"hours", "saturday", POLICY_TYPE_STRING, "", 0, TEXT_MAX, NULL, MEMBER(hours_saturday),
     "The same for Saturdays."},
    {"hours", "sunday", POLICY_TYPE_STRING, "", 0, TEXT_MAX, NULL, MEMBER(hours_sunday),
     "The same for Sundays."},
    {"hours", "holidays", POLICY_TYPE_NAMES, "", 0, 0, NULL, MEMBER(hours_holidays),
     "The days when the kiosk stays closed: 2026-12-25, or from the first to the last, "
     "2026-12-19..2027-01-03. A file of their own in policy.conf.d can be replaced each year."},

    {"network", "upstream-proxy", POLICY_TYPE_STRING, "", 0, URL_MAX_BYTES, NULL,
     MEMBER(network_upstream_proxy),
     "The HTTP proxy, HOST:PORT, that the way out of the school's network goes through. Empty: the "
     "kiosk connects to the webmail itself."},
    {"network", "proxy-auto-config", POLICY_TYPE_STRING, "", 0, URL_MAX_BYTES, NULL,
     MEMBER(network_proxy_auto_config),
     "The address of the school's automatic proxy configuration (a PAC file), instead of "
     "network.upstream-proxy: http://, https:// or file:///. It is asked for the policy's hosts alone, "
     "by a process without rights. Empty: none."},

    {"support", "name", POLICY_TYPE_STRING, "", 0, TEXT_MAX, NULL, MEMBER(support_name),
     "Who helps when something does not work. An empty value hides its line."},
    {"support", "phone", POLICY_TYPE_STRING, "", 0, TEXT_MAX, NULL, MEMBER(support_phone),
     "Their telephone number."},
    {"support", "hours", POLICY_TYPE_STRING, "", 0, TEXT_MAX, NULL, MEMBER(support_hours),
     "When they can be reached."},
};
/* clang-format on */

const struct policy_key *schema_find(const char *section, const char *name)
{
    for (size_t i = 0; i < POLICY_KEY_COUNT; i++)
        if (strcmp(policy_keys[i].section, section) == 0 && strcmp(policy_keys[i].name, name) == 0)
            return &policy_keys[i];
    return NULL;
}

bool schema_has_section(const char *section)
{
    for (size_t i = 0; i < POLICY_KEY_COUNT; i++)
        if (strcmp(policy_keys[i].section, section) == 0)
            return true;
    return false;
}

const struct policy_key *schema_at(size_t offset)
{
    for (size_t i = 0; i < POLICY_KEY_COUNT; i++)
        if (policy_keys[i].offset == offset)
            return &policy_keys[i];
    return NULL;
}

/* How many letters must be put in, taken out or changed to make A from B (Levenshtein); both are
 * cut at DISTANCE_MAX letters, more than any name of the schema has. */
enum { DISTANCE_MAX = 32 };

static size_t distance(const char *a, const char *b)
{
    size_t length = strnlen(b, DISTANCE_MAX);
    size_t row[DISTANCE_MAX + 1];

    for (size_t j = 0; j <= length; j++)
        row[j] = j;
    for (size_t i = 0; a[i] && i < DISTANCE_MAX; i++) {
        size_t diagonal = row[0];

        row[0] = i + 1;
        for (size_t j = 0; j < length; j++) {
            size_t change = diagonal + (a[i] != b[j]);
            size_t one_more = 1 + (row[j] < row[j + 1] ? row[j] : row[j + 1]);

            diagonal = row[j + 1];
            row[j + 1] = change < one_more ? change : one_more;
        }
    }
    return row[length];
}

static bool near(size_t found, const char *name)
{
    return found <= 1 + strlen(name) / 4;
}

const struct policy_key *schema_nearest_key(const char *section, const char *name)
{
    const struct policy_key *nearest = NULL;
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < POLICY_KEY_COUNT; i++) {
        const struct policy_key *key = &policy_keys[i];
        /* Between equals, the one of the section where the author looked for it. */
        size_t found = 2 * distance(name, key->name) + (strcmp(section, key->section) != 0);

        if (found < best) {
            best = found;
            nearest = key;
        }
    }
    return near(best / 2, name) ? nearest : NULL;
}

const char *schema_nearest_section(const char *section)
{
    const char *nearest = NULL;
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < POLICY_KEY_COUNT; i++) {
        size_t found = distance(section, policy_keys[i].section);

        if (found < best) {
            best = found;
            nearest = policy_keys[i].section;
        }
    }
    return near(best, section) ? nearest : NULL;
}
