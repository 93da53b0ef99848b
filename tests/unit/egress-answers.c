/* What the proxy makes of other people's answers: an upstream proxy's, and an automatic
 * configuration's.
 * Runs as: whoever runs the tests. */
#include <stdlib.h>
#include <string.h>

#include "routes.h"
#include "test.h"
#include "upstream-answer.h"

static const struct {
    const char *head;
    enum outcome outcome;
} answers[] = {
    {"HTTP/1.1 200 Connection established\r\n\r\n",                     OUTCOME_OPENED          },
    {"HTTP/1.0 200 OK\r\nProxy-Agent: tinyproxy\r\n\r\n",               OUTCOME_OPENED          },
    {"HTTP/1.1 200 \r\n\r\n",                                           OUTCOME_OPENED          },
    {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nVia: 1.1 school\r\n\r\n", OUTCOME_OPENED          },
    {"HTTP/1.1 200 OK\r\nContent-Length: 512\r\n\r\n",                  OUTCOME_PORTAL          },
    {"HTTP/1.1 200 OK\r\ncontent-type:text/html\r\n\r\n",               OUTCOME_PORTAL          },
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",           OUTCOME_PORTAL          },
    {"HTTP/1.1 200 OK\r\nX-Content-Type: text/html\r\n\r\n",            OUTCOME_OPENED          },
    {"HTTP/1.1 302 Found\r\nLocation: http://portal.example/\r\n\r\n",  OUTCOME_PORTAL          },
    {"HTTP/1.1 511 Network Authentication Required\r\n\r\n",            OUTCOME_PORTAL          },
    {"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",              OUTCOME_UPSTREAM_LOGIN  },
    {"HTTP/1.1 403 Filtered\r\nContent-Type: text/html\r\n\r\n",        OUTCOME_UPSTREAM_REFUSES},
    {"HTTP/1.1 451 Unavailable For Legal Reasons\r\n\r\n",              OUTCOME_UPSTREAM_REFUSES},
    {"HTTP/1.1 503 Service Unavailable\r\n\r\n",                        OUTCOME_UPSTREAM_FAILS  },
    {"HTTP/1.1 100 Continue\r\n\r\n",                                   OUTCOME_UPSTREAM_DOWN   },
    {"HTTP/1.1 2000 OK\r\n\r\n",                                        OUTCOME_OPENED          },
    {"HTTP/1.1 20x OK\r\n\r\n",                                         OUTCOME_UPSTREAM_DOWN   },
    {"HTTP/2 200\r\n\r\n",                                              OUTCOME_UPSTREAM_DOWN   },
    {"220 mail.example ESMTP\r\n\r\n",                                  OUTCOME_UPSTREAM_DOWN   },
    {"\r\n\r\n",                                                        OUTCOME_UPSTREAM_DOWN   },
};

static const struct {
    const char *text, *routes; /* each with a ' ' before it; "direct" for none */
} returned[] = {
    {"DIRECT",                                                                      " direct"                        },
    {"direct;",                                                                     " direct"                        },
    {"PROXY proxy.example:3128",                                                    " proxy.example:3128"            },
    {"PROXY a.example:1; PROXY b.example:2;DIRECT",                                 " a.example:1 b.example:2 direct"},
    {" http  Proxy.Example:8080 ",                                                  " proxy.example:8080"            },
    {"PROXY proxy.example",                                                         " proxy.example:80"              },
    {"PROXY proxy.example:443",                                                     " proxy.example:443"             },
    {"PROXY 192.0.2.1:8080",                                                        " 192.0.2.1:8080"                },
    {"SOCKS s.example:1080; SOCKS5 s.example:1; HTTPS s.example:443; DIRECT",       " direct"                        },
    {"SOCKS s.example:1080",                                                        ""                               },
    {"PROXY user@a.example:1; PROXY a.example:99999; PROXY :1; PROXY; PROXY a b:1", ""                               },
    {"PROXY a.example:1\r\nX: y",                                                   ""                               },
    {"DIRECT DIRECT",                                                               ""                               },
    {";;;",                                                                         ""                               },
    {"",                                                                            ""                               },
    {"null",                                                                        ""                               },
    {"DIRECT;DIRECT;DIRECT;DIRECT;DIRECT;DIRECT;DIRECT;DIRECT;PROXY a.example:1",
     " direct direct direct direct direct direct direct direct"                                                      },
};

static void test_answers(void)
{
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        const char *head = answers[i].head;

        CHECK_FOR(head, upstream_answer_read(head, strlen(head)) == answers[i].outcome);
    }
}

static void test_routes(void)
{
    for (size_t i = 0; i < sizeof returned / sizeof returned[0]; i++) {
        struct routes routes;
        char found[ROUTES_MAX * (ROUTE_TEXT_MAX + 1) + 1] = "";
        bool is_read = routes_read(returned[i].text, &routes);

        for (size_t j = 0; j < routes.count; j++) {
            strcat(found, " ");
            strcat(found, routes.via[j][0] ? routes.via[j] : "direct");
        }
        CHECK_STR(found, returned[i].routes);
        CHECK_FOR(returned[i].text, is_read == (routes.count > 0));
    }
}

int main(void)
{
    test_answers();
    test_routes();
    return TEST_RESULT();
}
