/* Automatic configurations, good, bad and hostile, each run as the proxy runs it.
 * Runs as: whoever runs the tests. */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "confine.h"
#include "pac.h"
#include "test.h"

#define FIND(body) "function FindProxyForURL(url, host) {" body "}"

static const char real[] =
    "// a school's\r\n"
    "var PROXIES = 'PROXY proxy1.example:3128; PROXY proxy2.example:3128';\r\n" FIND(
        "  if (isPlainHostName(host) || dnsDomainIs(host, '.local')) return 'DIRECT';\r\n"
        "  if (isInNet(dnsResolve('localhost'), '127.0.0.0', '255.0.0.0') &&\r\n"
        "      shExpMatch(url, 'https://webmail.*/*')) return PROXIES;\r\n"
        "  return 'DIRECT';");

static const struct {
    const char *script;
    const char *via; /* the first; NULL: it cannot be used */
} scripts[] = {
    {real,                                                                                               "proxy1.example:3128"},
    {FIND("return 'DIRECT'"),                                                                            ""                   },
    {FIND("return 'PROXY ' + url.split('/')[2] + ':1'"),                                                 "webmail.example:1"  },
    {FIND("return 'PROXY ' + host + ':1'"),                                                              "webmail.example:1"  },
    {FIND("return 'PROXY ' + myIpAddress() + ':1'"),                                                     NULL /* see below */ },
    {FIND("return isResolvable('no-such-name.invalid') ? 'x' : 'DIRECT'"),                               ""                   },
    {FIND("return isInNet('10.1.2.3', '10.1.0.0', '255.255.0.0') && "
          "!isInNet('10.2.2.3', '10.1.0.0', '255.255.0.0') ? 'DIRECT' : 'x'"),
     ""                                                                                                                       },
    {FIND("return isInNet('192.168.3.4', '192.168.3.0', '255.255.255.0') ? 'DIRECT' : 'x'"),             ""                   },
    {FIND("return dnsDomainIs('a.b.example', '.example') && localHostOrDomainIs('www', 'www.b.c') "
          "&& "
          "dnsDomainLevels(host) == 1 && !isPlainHostName(host) ? 'DIRECT' : 'x'"),
     ""                                                                                                                       },
    {FIND("return shExpMatch('http://a.example/b.gif', '*/b.?if') && "
          "!shExpMatch('aXexample', 'a.example') ? 'DIRECT' : 'x'"),
     ""                                                                                                                       },
    {FIND("return weekdayRange('SUN', 'SAT') && weekdayRange('WED', 'TUE', 'GMT') && "
          "timeRange(0, 24) && timeRange(0, 0, 23, 59, 'GMT') && dateRange(1, 31) && "
          "dateRange('JAN', 'DEC') && dateRange(2020, 2100) && "
          "dateRange(1, 'JAN', 2020, 31, 'DEC', 2100) && !dateRange(2001, 2002) ? 'DIRECT' : 'x'"),
     ""                                                                                                                       },
    {FIND("alert('x'); return 'DIRECT'"),                                                                ""                   },
    {"\xef\xbb\xbf" FIND("return 'DIRECT'"),                                                             ""                   },
 /* garbage */
    {"",                                                                                                 NULL                 },
    {"<html><body>Portail captif</body></html>",                                                         NULL                 },
    {"function FindProxyForURL(url, host) { return 'DIRECT'",                                            NULL                 },
    {"var FindProxyForURL = 7;",                                                                         NULL                 },
    {"FindProxyForURL = function () { throw 1 }",                                                        NULL                 },
    {FIND("return 7"),                                                                                   NULL                 },
    {FIND("return null"),                                                                                NULL                 },
    {FIND("return 'SOCKS a.example:1'"),                                                                 NULL                 },
 /* hostile */
    {"for (;;) {}",                                                                                      NULL                 },
    {FIND("for (;;) {}"),                                                                                NULL                 },
    {FIND("for (;;) dnsResolve('localhost')"),                                                           NULL                 },
    {FIND("return FindProxyForURL(url, host)"),                                                          NULL                 },
    {FIND("var s = 'x'; for (;;) s += s; return 'DIRECT'"),                                              NULL                 },
    {FIND("var a = []; for (;;) a.push(new Array(1000)); return 'DIRECT'"),                              NULL                 },
    {FIND("return /^(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!') ? 'DIRECT' : 'x'"),            NULL                 },
    {FIND("return dnsResolve(new Array(5000).join('a.')) ? 'x' : 'DIRECT'"),                             ""                   },
    {FIND("return 'PROXY ' + new Array(5000).join('a') + ':1'"),                                         NULL                 },
    {FIND("return 'PROXY a.example:1\\r\\nHost: b.example'"),                                            NULL                 },
    {FIND("return typeof require + typeof XMLHttpRequest + typeof readFile == "
          "'undefinedundefinedundefined' ? 'DIRECT' : 'x'"),
     ""                                                                                                                       },
};

static enum outcome evaluate(const char *script, size_t length, struct routes *ret_routes)
{
    const struct pac pac = {.source = -1, .text = (char *)script, .length = length};

    return pac_evaluate(&pac, "webmail.example:443", ret_routes);
}

static void test_scripts(void)
{
    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
        const char *script = scripts[i].script;
        struct routes routes = {0};
        bool is_usable = evaluate(script, strlen(script), &routes) == OUTCOME_OPENED;

        if (strstr(script, "myIpAddress")) /* whatever it is, it is one */
            CHECK_FOR(script, is_usable && strchr(routes.via[0], '.') != NULL);
        else if (scripts[i].via == NULL)
            CHECK_FOR(script, !is_usable);
        else if (is_usable)
            CHECK_STR(routes.via[0], scripts[i].via);
        else
            CHECK_FOR(script, is_usable);
    }
}

static void test_a_long_script(void)
{
    static const char end[] = FIND("return 'DIRECT'");
    struct routes routes;
    char *script = malloc(PAC_TEXT_MAX);

    memset(script, '/', PAC_TEXT_MAX);
    memset(script + PAC_TEXT_MAX - sizeof end, '\n', 1);
    memcpy(script + PAC_TEXT_MAX - sizeof end + 1, end, sizeof end - 1);
    CHECK(evaluate(script, PAC_TEXT_MAX, &routes) == OUTCOME_OPENED);
    free(script);
}

static void test_no_script(void)
{
    struct routes routes;

    CHECK(evaluate(NULL, 0, &routes) == OUTCOME_NO_ROUTES);
}

int main(void)
{
    test_scripts();
    test_a_long_script();
    test_no_script();
    return TEST_RESULT();
}
