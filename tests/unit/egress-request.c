/* The proxy's reader of requests, row by row, and which hosts the policy lets it open.
 * Runs as: whoever runs the tests. */
#include <stdlib.h>

#include "connect-request.h"
#include "outcome.h"
#include "policy.h"
#include "test.h"

#define ROW(text) text, sizeof(text) - 1

static const struct {
    const char *head;
    size_t length;
    int status;
    const char *authority;
} requests[] = {
    {ROW("CONNECT a.example:443 HTTP/1.1\r\n\r\n"),                                       0,   "a.example:443"},
    {ROW("CONNECT a.example:443 HTTP/1.0\r\n\r\n"),                                       0,   "a.example:443"},
    {ROW("CONNECT a.example:443 HTTP/1.1\r\nHost: b.example\r\nX:\r\n\r\n"),              0,   "a.example:443"},
    {ROW("CONNECT a.example HTTP/1.1\r\n\r\n"),                                           0,   "a.example"    },
    {ROW("CONNECT a@b:443 HTTP/1.1\r\n\r\n"),                                             0,   "a@b:443"      },
    {ROW("CONNECT  HTTP/1.1\r\n\r\n"),                                                    0,   ""             },
    {ROW("GET http://a.example/ HTTP/1.1\r\n\r\n"),                                       405, NULL           },
    {ROW("connect a.example:443 HTTP/1.1\r\n\r\n"),                                       405, NULL           },
    {ROW(" CONNECT a.example:443 HTTP/1.1\r\n\r\n"),                                      405, NULL           },
    {ROW("\r\n\r\n"),                                                                     405, NULL           },
    {ROW("CONNECT a.example:443\r\n\r\n"),                                                400, NULL           },
    {ROW("CONNECT a.example:443 HTTP/2.0\r\n\r\n"),                                       400, NULL           },
    {ROW("CONNECT a.example:443  HTTP/1.1\r\n\r\n"),                                      400, NULL           },
    {ROW("CONNECT a.example:443 b.example:443 HTTP/1.1\r\n\r\n"),                         400, NULL           },
    {ROW("CONNECT a.example:443 HTTP/1.1 \r\n\r\n"),                                      400, NULL           },
    {ROW("CONNECT a.example:443\0b HTTP/1.1\r\n\r\n"),                                    400, NULL           },
    {ROW("CONNECT a.example:443 HTTP/1.1\n\r\n\r\n"),                                     400, NULL           },
    {ROW("CONNECT a.example:443\r HTTP/1.1\r\n\r\n"),                                     400, NULL           },
    {ROW("CONNECT a.example:443 HTTP/1.1\r\nHost: a\r\n b\r\n\r\n"),                      400, NULL           },
    {ROW("CONNECT a.example:443 HTTP/1.1\r\nHost\r\n\r\n"),                               400, NULL           },
    {ROW("CONNECT a.example:443 HTTP/1.1\r\nHost : a\r\n\r\n"),                           400, NULL           },
    {ROW("CONNECT a.example:443 HTTP/1.1\r\n: a\r\n\r\n"),                                400, NULL           },
    {ROW("CONNECT a.example:443 HTTP/1.1\r\nContent-Length: 0\r\n\r\n"),                  400, NULL           },
    {ROW("CONNECT a.example:443 HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n"),         400, NULL           },
    {ROW("CONNECT a.example:443 HTTP/1.1\r\nUpgrade: h2c\r\n\r\n"),                       400, NULL           },
    {ROW("CONNECT a.example:443 HTTP/1.1\r\n\r\nCONNECT b.example:443 HTTP/1.1\r\n\r\n"), 400,
     NULL                                                                                                     },
    {ROW("CONNECT a.example:443 HTTP/1.1\r\nHost: a\r\n"),                                400, NULL           },
    {ROW("CONNECT a.example:443 HTTP/1.1"),                                               400, NULL           },
};

static const struct {
    const char *authority;
    bool is_allowed;
} authorities[] = {
    {"a.example:443",          true },
    {"b.example:8443",         true },
    {"x.c.example:443",        true },
    {"x.y.c.example:443",      true },
    {"a.example",              false}, /* a CONNECT writes its port */
    {"a.example:",             false},
    {"a.example:80",           false},
    {"a.example:8443",         false},
    {"a.example:0443",         false},
    {"a.example:+443",         false},
    {"a.example:65979",        false},
    {"b.example:443",          false},
    {"c.example:443",          false},
    {"xc.example:443",         false},
    {".c.example:443",         false},
    {"xn--x.c.example:443",    false},
    {"A.example:443",          false},
    {"a.example.:443",         false},
    {"a.example.evil:443",     false},
    {"evil@a.example:443",     false},
    {"a.example:443@evil:443", false},
    {"a.example:443/",         false},
    {"127.0.0.1:443",          false},
    {"2130706433:443",         false},
    {"[::1]:443",              false},
    {"",                       false},
    {":443",                   false},
};

static void test_requests(void)
{
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        struct url_span found = {0};

        CHECK_FOR(requests[i].head, connect_request_read(requests[i].head, requests[i].length,
                                                         &found) == requests[i].status);
        if (requests[i].authority)
            CHECK_FOR(requests[i].head, url_span_equals(found, requests[i].authority));
    }
}

static void test_authorities(void)
{
    static const char *const rules[] = {"a.example/only/here", "b.example:8443", ".c.example"};
    struct url_rule items[3];
    struct policy policy = {
        .site_allow = {items, 3}
    };
    const char *problem;

    for (size_t i = 0; i < 3; i++)
        CHECK(url_rule_parse(rules[i], &items[i], &problem));
    for (size_t i = 0; i < sizeof authorities / sizeof authorities[0]; i++) {
        const char *text = authorities[i].authority;

        CHECK_FOR(text, policy_allows_authority(&policy, (struct url_span){text, strlen(text)}) ==
                            authorities[i].is_allowed);
    }
    for (size_t i = 0; i < 3; i++)
        url_rule_clear(&items[i]);
}

/* Each refusal has a status of its own, so that the browser can tell them apart. */
static void test_outcomes(void)
{
    for (int i = 0; i < OUTCOME_COUNT; i++) {
        const char *answer = outcome_answer((enum outcome)i);

        CHECK(outcome_text((enum outcome)i)[0] != '\0');
        for (int j = 0; j < i; j++)
            CHECK_FOR(answer, strncmp(answer, outcome_answer((enum outcome)j), 12) != 0);
    }
}

int main(void)
{
    test_requests();
    test_authorities();
    test_outcomes();
    return TEST_RESULT();
}
