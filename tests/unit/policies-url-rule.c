/* Reading rules: what is taken, what it becomes, what is refused with a remedy.
 * Runs as: whoever runs the tests. */
#include "test.h"
#include "url-rule.h"

#define LONG_LABEL "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl"

static void test_accepted(void)
{
    static const struct {
        const char *text, *host;
        bool subdomains;
        int port;
        const char *path, *query;
    } tests[] = {
        {"webmail.example.org",     "webmail.example.org",     false, 443,   NULL,           NULL        },
        {"WebMail.Example.ORG",     "webmail.example.org",     false, 443,   NULL,           NULL        },
        {".example.org",            "example.org",             true,  443,   NULL,           NULL        },
        {"intranet",                "intranet",                false, 443,   NULL,           NULL        },
        {"a.example:443",           "a.example",               false, 443,   NULL,           NULL        },
        {"a.example:8443",          "a.example",               false, 8443,  NULL,           NULL        },
        {"a.example:65535/",        "a.example",               false, 65535, "/",            NULL        },
        {"a.example/Mail/x",        "a.example",               false, 443,   "/Mail/x",      NULL        },
        {"a.example/a%20b/c;d,e",   "a.example",               false, 443,   "/a%20b/c;d,e", NULL        },
        {"a.example?x=y",           "a.example",               false, 443,   NULL,           "x=y"       },
        {"a.example/?_task=mail",   "a.example",               false, 443,   "/",            "_task=mail"},
        {"a.example/b?c=",          "a.example",               false, 443,   "/b",           "c="        },
        {".a.example:8443/b?c=d=e", "a.example",               true,  8443,  "/b",           "c=d=e"     },
        {"192.0.2.7",               "192.0.2.7",               false, 443,   NULL,           NULL        },
        {"xn--acadmie-eya.example", "xn--acadmie-eya.example", false, 443,   NULL,           NULL        },
        {"a_b.example",             "a_b.example",             false, 443,   NULL,           NULL        },
    };

    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
        struct url_rule rule = {0};
        const char *problem = "";

        CHECK_FOR(tests[i].text, url_rule_parse(tests[i].text, &rule, &problem));
        if (!rule.text)
            continue;
        CHECK_STR(rule.text, tests[i].text);
        CHECK_STR(rule.host, tests[i].host);
        CHECK_FOR(tests[i].text, rule.subdomains == tests[i].subdomains);
        CHECK_INT(rule.port, tests[i].port);
        CHECK_FOR(tests[i].text, (rule.path == NULL) == (tests[i].path == NULL));
        CHECK_FOR(tests[i].text, (rule.query == NULL) == (tests[i].query == NULL));
        if (rule.path && tests[i].path)
            CHECK_STR(rule.path, tests[i].path);
        if (rule.query && tests[i].query)
            CHECK_STR(rule.query, tests[i].query);
        url_rule_clear(&rule);
    }
}

static const struct {
    const char *text, *word; /* a word of the problem that must be named */
} refused[] = {
    {"",                        "empty"     },
    {"/path",                   "no host"   },
    {"?a=b",                    "no host"   },
    {":443",                    "no host"   },
    {"https://a.example/",      "scheme"    },
    {"http://a.example",        "scheme"    },
    {"//a.example",             "no host"   },
    {"*",                       "'*'"       },
    {"*.example.org",           "'*'"       },
    {"a.example/*",             "'*'"       },
    {"u@a.example",             "user name" },
    {"u:p@a.example",           "user name" },
    {"a.example#x",             "'#'"       },
    {"#",                       "'#'"       },
    {"a.example\\x",            "backslash" },
    {"a.example b.example",     "space"     },
    {"a.example\tb",            "space"     },
    {"a.example\n",             "space"     },
    {"a\x01.example",           "control"   },
    {"a\x7f.example",           "ASCII"     },
    {"acad\xc3\xa9mie.example", "xn--"      },
    {"a.example/\xc3\xa9",      "%XX"       },
    {"\"a.example\"",           "quote"     },
    {"<a.example>",             "quote"     },
    {"a|b.example",             "quote"     },
    {"a.example,",              "comma"     },
    {"a.example,b.example",     "host"      },
    {"a.example/x,",            "comma"     },
    {"a.example.",              "host"      },
    {"a..example",              "host"      },
    {"..a.example",             "host"      },
    {".",                       "host"      },
    {"a.example:",              "port"      },
    {"a.example:0",             "port"      },
    {"a.example:080",           "port"      },
    {"a.example:65536",         "port"      },
    {"a.example:https",         "port"      },
    {"a.example:443:443",       "port"      },
    {"a%2eexample",             "host"      },
    {"a=b",                     "host"      },
    {LONG_LABEL ".example",     "host"      },
    {"[::1]",                   "IPv6"      },
    {"[::1]:443/x",             "IPv6"      },
    {"1.2.3",                   "host"      },
    {"1.2.3.04",                "host"      },
    {"1.2.3.256",               "host"      },
    {"0x7f.1",                  "host"      },
    {"2130706433",              "host"      },
    {".1.2.3.4",                "address"   },
    {".2.3.4",                  "host"      },
    {".fr",                     "top-level" },
    {".localhost",              "top-level" },
    {".gouv.fr",                "suffix"    },
    {".asso.fr:8443/x",         "suffix"    },
    {".CO.UK",                  "suffix"    },
    {".github.io",              "suffix"    },
    {".xn--55qx5d.cn",          "suffix"    },
    {".a.ck",                   "suffix"    }, /* "*.ck" */
    {"a.example/../x",          "'..'"      },
    {"a.example/.",             "'.'"       },
    {"a.example/%2e%2e/x",      "'..'"      },
    {"a.example/x/..%2fy",      "'..'"      },
    {"a.example/..;x/y",        "'..'"      },
    {"a.example/%",             "%XX"       },
    {"a.example/%4",            "%XX"       },
    {"a.example/%zz",           "%XX"       },
    {"a.example?",              "NAME=VALUE"},
    {"a.example?x",             "NAME=VALUE"},
    {"a.example?=x",            "NAME=VALUE"},
    {"a.example?a=b&c=d",       "NAME=VALUE"},
    {"a.example?a=b?c=d",       "NAME=VALUE"},
};

static void test_refused(void)
{
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct url_rule rule = {.port = 1};
        const char *problem = "";
        bool accepted = url_rule_parse(refused[i].text, &rule, &problem);

        CHECK_FOR(refused[i].text, !accepted);
        CHECK_FOR(refused[i].text, strstr(problem, refused[i].word) != NULL);
        CHECK_FOR(refused[i].text, strstr(problem, "; ") != NULL); /* the remedy */
        CHECK_FOR(refused[i].text, rule.port == 1 && rule.text == NULL);
        if (accepted)
            url_rule_clear(&rule);
    }
}

int main(void)
{
    test_accepted();
    test_refused();
    return TEST_RESULT();
}
