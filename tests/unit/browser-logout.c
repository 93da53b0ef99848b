/* Tokens that are found, requests that are filled, answers that are refusals.
 * Runs as: whoever runs the tests. */
#include "logout-rules.h"
#include "test.h"

static void tokens_are_found_where_the_policy_says(void)
{
    static const struct {
        const char *text, *after, *token;
    } table[] = {
        {"lang=fr:token=C21Q7fAHmF:path=/iwc",              "token=",               "C21Q7fAHmF"},
        {"C21Q7fAHmF",                                      "",                     "C21Q7fAHmF"},
        {"{\"task\":\"mail\",\"request_token\":\"a9-_b\"}", "\"request_token\":\"", "a9-_b"     },
        {"<input name=_token value='x+/=' >",               "value='",              "x+/="      },
        {"lang=fr",                                         "token=",               NULL        },
        {"token=",                                          "token=",               NULL        },
        {"token= x",                                        "token=",               NULL        },
        {"",                                                "",                     NULL        },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        g_autofree char *token = browser_logout_token(table[i].text, table[i].after);
        CHECK_STR(token ? token : "none", table[i].token ? table[i].token : "none");
    }
    g_autofree char *endless = g_strnfill(300, 'a');
    CHECK(browser_logout_token(endless, "") == NULL);
}

static void tokens_come_out_of_addresses(void)
{
    static const struct {
        const char *url, *token;
    } table[] = {
        {"https://a.example/?_task=mail&_token=abc",     "abc" },
        {"https://a.example/?_token=a%2Bc&x=y#_token=z", "a+c" },
        {"https://a.example/?x_token=abc",               "none"},
        {"https://a.example/?_token=",                   "none"},
        {"https://a.example/",                           "none"},
        {"about:blank",                                  "none"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        g_autofree char *token = browser_logout_token_of_query(table[i].url, "_token");
        CHECK_STR(token ? token : "none", table[i].token);
    }
}

static void tokens_are_escaped_where_they_stand(void)
{
    g_autofree char *url = browser_logout_fill("https://a.example/?t={token}&u={token}", "a+/=&b");
    CHECK_STR(url, "https://a.example/?t=a%2B%2F%3D%26b&u=a%2B%2F%3D%26b");
    g_autofree char *plain = browser_logout_fill("https://a.example/", NULL);
    CHECK_STR(plain, "https://a.example/");
}

static void refusals_are_told_from_answers(void)
{
    static const struct {
        unsigned status;
        const char *location, *body;
        bool refused;
    } table[] = {
        {200, NULL,                           "welcome",          false},
        {200, NULL,                           "[1101, 'Invalid'", true },
        {401, NULL,                           "",                 true },
        {403, NULL,                           "",                 true },
        {404, NULL,                           "",                 false},
        {500, NULL,                           "",                 false},
        {0,   NULL,                           "",                 false},
        {302, "/login?again",                 "",                 true },
        {302, "https://a.example/out/now",    "",                 true },
        {302, "out",                          "",                 true },
        {302, "https://a.example/mail/other", "",                 false},
        {302, "https://evil.example/out",     "",                 false},
        {302, NULL,                           "",                 false},
        {200, "/login",                       "",                 false},
    };
    char *host = (char *)"a.example", *path = (char *)"/out";
    struct url_rule out = {.text = host, .host = host, .port = 443, .path = path};
    struct policy policy = {
        .site_start_url = (char *)"https://a.example/login?lang=fr",
        .site_logged_out_pages = {&out, 1},
        .logout_refused_text = (char *)"[1101",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++)
        CHECK_FOR(table[i].location ? table[i].location : table[i].body,
                  browser_logout_is_refusal(&policy, "https://a.example/mail", table[i].status,
                                            table[i].location, table[i].body) == table[i].refused);
    policy.logout_refused_text = (char *)"";
    CHECK(!browser_logout_is_refusal(&policy, "https://a.example/mail", 200, NULL, "any"));
}

int main(void)
{
    tokens_are_found_where_the_policy_says();
    tokens_come_out_of_addresses();
    tokens_are_escaped_where_they_stand();
    refusals_are_told_from_answers();
    return TEST_RESULT();
}
