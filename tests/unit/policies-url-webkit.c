/* The matcher against WebKit's own URL parser: what the matcher allows, WebKit would load from a
 * host that the rules name, and wrote exactly so itself.
 * Runs as: whoever runs the tests; the only test that links WebKit. */
#include <stdlib.h>
#include <webkit2/webkit2.h>

#include "policies-urls.h"
#include "test.h"

/* Where the rules of policies-urls.h may lead, said independently of the matcher. */
static bool is_named(const char *host, guint16 port)
{
    static const struct {
        const char *host;
        guint16 port;
    } exact[] = {
        {"webmail.academie.example", 0   },
        {"port.academie.example",    8443},
        {"192.0.2.7",                0   },
        {"xn--acadmie-eya.example",  0   },
        {"mail.academie.example",    0   },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(exact); i++)
        if (g_strcmp0(host, exact[i].host) == 0)
            return port == exact[i].port;
    return host && port == 0 && g_str_has_suffix(host, ".sso.academie.example");
}

/* One address as a page or a person would give it. True: it was allowed. */
static bool check_with_webkit(const struct url_rules *rules, const char *raw)
{
    g_autoptr(WebKitURIRequest) request = webkit_uri_request_new(raw);
    const char *serialised = webkit_uri_request_get_uri(request);
    g_autoptr(WebKitURIRequest) again = webkit_uri_request_new(serialised);
    g_autoptr(GUri) uri =
        g_uri_parse(serialised, (GUriFlags)(SOUP_HTTP_URI_FLAGS | G_URI_FLAGS_PARSE_RELAXED), NULL);
    WebKitSecurityOrigin *origin;
    bool allowed;

    /* What is allowed as it stands is what WebKit writes, not something near it. */
    if (url_rules_check(rules, raw, NULL) == URL_ALLOWED)
        CHECK_FOR(raw, strcmp(raw, serialised) == 0);
    allowed = url_rules_check(rules, serialised, NULL) == URL_ALLOWED;
    if (!allowed)
        return false;
    CHECK_FOR(raw, g_strcmp0(webkit_uri_request_get_uri(again), serialised) == 0);
    origin = webkit_security_origin_new_for_uri(serialised);
    CHECK_FOR(raw, g_strcmp0(webkit_security_origin_get_protocol(origin), "https") == 0);
    CHECK_FOR(raw, is_named(webkit_security_origin_get_host(origin),
                            webkit_security_origin_get_port(origin)));
    /* libsoup connects to what GLib reads, which need not be what WebKit read. */
    CHECK_FOR(raw,
              uri && g_strcmp0(g_uri_get_host(uri), webkit_security_origin_get_host(origin)) == 0);
    webkit_security_origin_unref(origin);
    return true;
}

/* WebKit's C interface takes bytes above 7f for Latin-1; in a host, %XX is read as UTF-8. */
static char *encode_foreign_bytes(const char *raw)
{
    GString *text = g_string_new(NULL);

    for (const unsigned char *byte = (const unsigned char *)raw; *byte; byte++)
        if (*byte >= 0x80)
            g_string_append_printf(text, "%%%02x", *byte);
        else
            g_string_append_c(text, (char)*byte);
    return g_string_free(text, FALSE);
}

static void test_table(const struct url_rules *rules)
{
    for (size_t i = 0; i < URL_TEST_COUNT; i++) {
        g_autofree char *encoded = encode_foreign_bytes(url_tests[i].url);
        bool allowed = check_with_webkit(rules, url_tests[i].url);

        /* Else the matcher might refuse everything that WebKit writes, and pass. */
        if (url_tests[i].verdict == URL_ALLOWED)
            CHECK_FOR(url_tests[i].url, allowed);
        check_with_webkit(rules, encoded);
    }
}

/* Every byte put in and put in place of another, at every place of every allowed address. */
static void test_mutations(const struct url_rules *rules)
{
    size_t tried = 0, allowed = 0;

    for (size_t i = 0; i < URL_TEST_COUNT; i++) {
        const char *url = url_tests[i].url;
        size_t length = strlen(url);

        if (url_tests[i].verdict != URL_ALLOWED || length > 70)
            continue;
        for (size_t at = 0; at <= length; at++) {
            for (int byte = 1; byte < 256; byte++) {
                char put_in[128], put_over[128];

                snprintf(put_in, sizeof put_in, "%.*s%c%s", (int)at, url, byte, url + at);
                snprintf(put_over, sizeof put_over, "%.*s%c%s", (int)at, url, byte,
                         url + at + (at < length));
                allowed += check_with_webkit(rules, put_in);
                allowed += check_with_webkit(rules, put_over);
                tried += 2;
            }
        }
    }
    CHECK(tried > 100000);
    CHECK(allowed > 1000);
    printf("%zu mutations, %zu of them allowed, all where the rules lead\n", tried, allowed);
}

int main(void)
{
    struct url_rules rules = {calloc(URL_TEST_RULE_COUNT, sizeof *rules.items),
                              URL_TEST_RULE_COUNT};

    for (size_t i = 0; i < URL_TEST_RULE_COUNT; i++) {
        const char *problem = "";

        CHECK_FOR(url_test_rules[i], url_rule_parse(url_test_rules[i], &rules.items[i], &problem));
    }
    test_table(&rules);
    test_mutations(&rules);
    url_rules_clear(&rules);
    return TEST_RESULT();
}
