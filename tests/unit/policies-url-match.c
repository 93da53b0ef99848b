/* The matcher, against addresses that try to pass for allowed ones.
 * Runs as: whoever runs the tests. */
#include <stdlib.h>

#include "policies-urls.h"
#include "test.h"

static struct url_rules parse_rules(const char *const *texts, size_t count)
{
    struct url_rules rules = {calloc(count, sizeof *rules.items), count};

    for (size_t i = 0; i < count; i++) {
        const char *problem = "";

        CHECK_FOR(texts[i], url_rule_parse(texts[i], &rules.items[i], &problem));
    }
    return rules;
}

static void test_table(const struct url_rules *rules)
{
    size_t hostile = 0;

    for (size_t i = 0; i < URL_TEST_COUNT; i++) {
        const struct url_rule *rule;
        enum url_verdict verdict = url_rules_check(rules, url_tests[i].url, &rule);

        if (verdict != url_tests[i].verdict)
            fprintf(stderr, "verdict: %s\n", url_verdict_text(verdict));
        CHECK_FOR(url_tests[i].url, verdict == url_tests[i].verdict);
        CHECK_FOR(url_tests[i].url, (verdict == URL_ALLOWED) == (rule != NULL));
        CHECK_FOR(url_tests[i].url,
                  (verdict == URL_ALLOWED) ==
                          (url_rules_check_navigation(rules, url_tests[i].url) == URL_ALLOWED) ||
                      strcmp(url_tests[i].url, "about:blank") == 0);
        hostile += verdict != URL_ALLOWED;
    }
    CHECK(hostile >= 150);
    printf("%zu addresses, %zu of them refused\n", (size_t)URL_TEST_COUNT, hostile);
}

static void test_empty_list(void)
{
    struct url_rules none = {0};

    CHECK_INT(url_rules_check(&none, "https://webmail.academie.example/", NULL), URL_HOST_REFUSED);
    CHECK_INT(url_rules_check_navigation(&none, "about:blank"), URL_ALLOWED);
    CHECK_INT(url_rules_check_navigation(&none, "blob:https://webmail.academie.example/x"),
              URL_HOST_REFUSED);
}

static void test_navigation(const struct url_rules *rules)
{
    static const struct url_test tests[] = {
        {"about:blank",                                      URL_ALLOWED         },
        {"about:srcdoc",                                     URL_ALLOWED         },
        {"about:blank/",                                     URL_SCHEME_REFUSED  },
        {"about:blankx",                                     URL_SCHEME_REFUSED  },
        {"about:",                                           URL_SCHEME_REFUSED  },
        {"ABOUT:BLANK",                                      URL_MALFORMED       },
        {"blob:https://webmail.academie.example/0a1b",       URL_ALLOWED         },
        {"blob:https://port.academie.example:8443/0a1b",     URL_ALLOWED         },
        {"blob:https://webmail.academie.example:8443/0a1b",  URL_PORT_REFUSED    },
        {"blob:https://evil.example/0a1b",                   URL_HOST_REFUSED    },
        {"blob:https://webmail.academie.example",            URL_MALFORMED       },
        {"blob:https://u@webmail.academie.example/0a1b",     URL_USERINFO_REFUSED},
        {"blob:http://webmail.academie.example/0a1b",        URL_SCHEME_REFUSED  },
        {"blob:blob:https://webmail.academie.example/0a1b",  URL_SCHEME_REFUSED  },
        {"blob:null/0a1b",                                   URL_MALFORMED       },
        {"blob:",                                            URL_MALFORMED       },
        {"Blob:https://webmail.academie.example/0a1b",       URL_MALFORMED       },
        {"filesystem:https://webmail.academie.example/0a1b", URL_SCHEME_REFUSED  },
        {"data:,x",                                          URL_SCHEME_REFUSED  },
        {"javascript:void(0)",                               URL_SCHEME_REFUSED  },
        {"https://webmail.academie.example/iwc",             URL_ALLOWED         },
        {"https://webmail.academie.example/",                URL_PATH_REFUSED    },
    };

    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)
        CHECK_FOR(tests[i].url,
                  url_rules_check_navigation(rules, tests[i].url) == tests[i].verdict);
}

/* A name below the dot may still be anybody's: where the list has a suffix in between. */
static void test_other_owners(void)
{
    static const char *const texts[] = {".amazonaws.com", ".www.ck"};
    static const struct url_test tests[] = {
        {"https://a.amazonaws.com/",           URL_ALLOWED     },
        {"https://a.b.amazonaws.com/",         URL_ALLOWED     },
        {"https://s3.amazonaws.com/",          URL_HOST_REFUSED},
        {"https://bucket.s3.amazonaws.com/",   URL_HOST_REFUSED},
        {"https://a.bucket.s3.amazonaws.com/", URL_HOST_REFUSED},
        {"https://a.www.ck/",                  URL_ALLOWED     }, /* an exception of "*.ck" */
    };
    struct url_rules rules = parse_rules(texts, sizeof texts / sizeof texts[0]);

    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)
        CHECK_FOR(tests[i].url, url_rules_check(&rules, tests[i].url, NULL) == tests[i].verdict);
    url_rules_clear(&rules);
}

static void test_verdict_texts(void)
{
    for (int i = 0; i < URL_VERDICT_COUNT; i++) {
        CHECK(url_verdict_text((enum url_verdict)i) != NULL);
        for (int j = 0; j < i; j++)
            CHECK(strcmp(url_verdict_text((enum url_verdict)i),
                         url_verdict_text((enum url_verdict)j)) != 0);
    }
}

int main(void)
{
    struct url_rules rules = parse_rules(url_test_rules, URL_TEST_RULE_COUNT);

    test_table(&rules);
    test_empty_list();
    test_navigation(&rules);
    test_other_owners();
    test_verdict_texts();
    url_rules_clear(&rules);
    return TEST_RESULT();
}
