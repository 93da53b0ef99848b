/* What can become of one request, in one table.
 * Runs as: an account without rights, outside of the session's network; owns nothing. */
#include "outcome.h"

#define ANSWER(status, error)                                                                      \
    "HTTP/1.1 " status "\r\nProxy-Status: webmail-kiosk; error=" error                             \
    "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

/* Those of no connection have numbers that no service uses: of an answer to CONNECT the number is
 * all that WebKit passes on to the browser, which explains it (kiosk-browser/load-error.c). */
/* clang-format off */
static const struct {
    const char *text;
    const char *answer;
} outcomes[OUTCOME_COUNT] = {
    [OUTCOME_OPENED] =
        {"opened", "HTTP/1.1 200 Connection established\r\n\r\n"},
    [OUTCOME_MALFORMED] =
        {"not a well-formed request", ANSWER("400 Bad Request", "http_request_error")},
    [OUTCOME_METHOD] =
        {"not a CONNECT", ANSWER("405 Method Not Allowed", "http_request_denied")},
    [OUTCOME_NOT_ALLOWED] =
        {"host and port are not on the list", ANSWER("403 Not On The List", "http_request_denied")},
    [OUTCOME_OFFLINE] =
        {"the machine has no network", ANSWER("595 No Network", "destination_ip_unroutable")},
    [OUTCOME_NO_NAME_SERVER] =
        {"no name server answers", ANSWER("594 No Name Server", "dns_timeout")},
    [OUTCOME_NO_NAME] =
        {"the host's name was not found", ANSWER("590 No Such Name", "dns_error")},
    [OUTCOME_FALSE_ADDRESS] =
        {"the host's name has a false address",
         ANSWER("588 False Address", "destination_ip_prohibited")},
    [OUTCOME_NO_CONNECTION] =
        {"the host cannot be reached", ANSWER("591 No Connection", "destination_unavailable")},
    [OUTCOME_TIMEOUT] =
        {"the host does not answer", ANSWER("592 No Answer", "connection_timeout")},
    [OUTCOME_UPSTREAM_DOWN] =
        {"the upstream proxy does not work",
         ANSWER("598 Upstream Down", "proxy_configuration_error")},
    [OUTCOME_UPSTREAM_LOGIN] =
        {"the upstream proxy asks for a login",
         ANSWER("596 Upstream Login", "proxy_configuration_error")},
    [OUTCOME_UPSTREAM_REFUSES] =
        {"the upstream proxy refuses", ANSWER("593 Upstream Refused", "proxy_internal_response")},
    [OUTCOME_UPSTREAM_FAILS] =
        {"the upstream proxy cannot reach the host",
         ANSWER("599 Upstream Failed", "destination_unavailable")},
    [OUTCOME_PORTAL] =
        {"a page of the network answers", ANSWER("597 Page Of The Network", "proxy_internal_response")},
    [OUTCOME_NO_ROUTES] =
        {"the automatic configuration is not there",
         ANSWER("589 No Configuration", "proxy_configuration_error")},
    [OUTCOME_BAD_ROUTES] =
        {"the automatic configuration cannot be used",
         ANSWER("587 Bad Configuration", "proxy_configuration_error")},
    [OUTCOME_BUSY] =
        {"too many connections", ANSWER("429 Too Many Connections", "connection_limit_reached")},
    [OUTCOME_GONE] =
        {"no request came", ""},
};
/* clang-format on */

const char *outcome_text(enum outcome outcome)
{
    return outcomes[outcome].text;
}

const char *outcome_answer(enum outcome outcome)
{
    return outcomes[outcome].answer;
}

enum outcome outcome_of_status(int status)
{
    switch (status) {
    case 0:
        return OUTCOME_OPENED;
    case 405:
        return OUTCOME_METHOD;
    default:
        return OUTCOME_MALFORMED;
    }
}
