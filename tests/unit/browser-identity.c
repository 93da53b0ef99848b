/* What the bar says about the site: host, certificate, state.
 * Runs as: whoever runs the tests. */
#include "certificate.h"
#include "host-name.h"
#include "test.h"
#include "verification.h"

static void registrable_domains_are_found(void)
{
    static const struct {
        const char *host, *domain;
    } table[] = {
        {"webmail.ac-grenoble.fr",              "ac-grenoble.fr"        },
        {"ac-grenoble.fr",                      "ac-grenoble.fr"        },
        {"a.b.example.co.uk",                   "example.co.uk"         },
        {"webmail.ac-grenoble.fr.evil.example", "evil.example"          },
        {"xn--mgba3a4fra.example",              "xn--mgba3a4fra.example"},
        {"a.b.xn--p1ai",                        "b.xn--p1ai"            },
        {"xn--pple-43d.ac-grenoble.fr",         "ac-grenoble.fr"        },
        {"ac-grenoble.xn--fr-5cd.evil.example", "evil.example"          },
        {"192.0.2.1",                           "192.0.2.1"             },
        {"fr",                                  "fr"                    },
        {"localhost",                           "localhost"             },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++)
        CHECK_STR(table[i].host + browser_host_registrable(table[i].host), table[i].domain);
}

static void hosts_are_shown_whole_where_it_matters(void)
{
    g_autofree char *plain = browser_host_markup("webmail.academie.example");
    CHECK_STR(plain, "<span alpha=\"80%\">webmail.</span><b>academie.example</b>");
    g_autofree char *label = g_strnfill(60, 'a');
    g_autofree char *host = g_strconcat("official.fr.", label, ".evil.example", NULL);
    g_autofree char *cut = browser_host_markup(host);
    CHECK(g_str_has_suffix(cut, "<b>evil.example</b>"));
    CHECK(strstr(cut, "…") != NULL);
    CHECK(strstr(cut, "official.fr") == NULL);
    /* In the form that is sent: no letter in it can pass for another. */
    g_autofree char *foreign = browser_host_markup("webmail.xn--cadmie-dya.example");
    CHECK_STR(foreign, "<span alpha=\"80%\">webmail.</span><b>xn--cadmie-dya.example</b>");
}

static void hosts_come_out_of_addresses(void)
{
    static const struct {
        const char *url, *host;
    } table[] = {
        {"https://a.example/b?c",              "a.example"        },
        {"https://good.example@evil.example/", "evil.example"     },
        {"https://a.example/%?%zz#%",          "a.example"        },
        {"https://xn--a-7sb.example/",         "xn--a-7sb.example"},
        {"mailto:a@b.example",                 NULL               },
        {"nonsense",                           NULL               },
        {NULL,                                 NULL               },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        g_autofree char *host = browser_host_of_url(table[i].url);
        CHECK_FOR(table[i].url ? table[i].url : "NULL", g_strcmp0(host, table[i].host) == 0);
    }
}

static void names_of_certificates_are_read(void)
{
    static const struct {
        const char *name, *attribute, *wanted;
    } table[] = {
        {"C=FR,O=Académie de démonstration,CN=x", "O", "Académie de démonstration"},
        {"CN=x,O=A\\, B \\+ C",                     "O", "A, B + C"                   },
        {"CN=x,O=\\C3\\89cole",                     "O", "École"                     },
        {"OU=no,CN=x",                              "O", NULL                         },
        {"CN=O=trick,C=FR",                         "O", NULL                         },
        {"CN=a\\,O\\=trick,O=real",                 "O", "real"                       },
        {"O=\\",                                    "O", NULL                         },
        {"O=\\ff",                                  "O", NULL                         },
        {"O=",                                      "O", NULL                         },
        {"",                                        "O", NULL                         },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        g_autofree char *found = browser_certificate_name_part(table[i].name, table[i].attribute);
        CHECK_FOR(table[i].name, g_strcmp0(found, table[i].wanted) == 0);
    }
}

/* Nothing but a secure commit, or the way back to a page that had one, leads to "verified". */
static void only_a_secure_commit_verifies(void)
{
    for (int state = 0; state < VERIFICATION_STATE_COUNT; state++)
        for (int event = 0; event < VERIFICATION_EVENT_COUNT; event++) {
            enum browser_verification next = browser_verification_next(state, event, false);
            CHECK(next != VERIFICATION_VERIFIED || event == VERIFICATION_COMMITTED_SECURE ||
                  (state == VERIFICATION_VERIFIED &&
                   (event == VERIFICATION_LOAD_STARTED || event == VERIFICATION_RETURNED)));
        }
    CHECK_INT(browser_verification_next(VERIFICATION_REFUSED, VERIFICATION_RETURNED, true),
              VERIFICATION_VERIFIED);
    CHECK_INT(browser_verification_next(VERIFICATION_REFUSED, VERIFICATION_RETURNED, false),
              VERIFICATION_REFUSED);
    CHECK_INT(browser_verification_next(VERIFICATION_VERIFIED, VERIFICATION_INSECURE_CONTENT, true),
              VERIFICATION_REFUSED);
}

int main(void)
{
    registrable_domains_are_found();
    hosts_are_shown_whole_where_it_matters();
    hosts_come_out_of_addresses();
    names_of_certificates_are_read();
    only_a_secure_commit_verifies();
    return TEST_RESULT();
}
