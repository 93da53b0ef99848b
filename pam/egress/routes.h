/* The ways to a host, in the order in which they are tried.
 * Runs as: an account without rights, outside of the session's network; owns nothing. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "outcome.h"
#include "url-parts.h"

enum { ROUTES_MAX = 8, ROUTE_TEXT_MAX = URL_HOST_MAX + sizeof ":65535" };

/* Each is "host:port" of an upstream proxy, or "": the host itself. */
struct routes {
    size_t count;
    char via[ROUTES_MAX][ROUTE_TEXT_MAX];
};

/* Reads what a FindProxyForURL returned: "PROXY host:port; DIRECT". Kinds of proxies that we do not
 * speak to (SOCKS, HTTPS) and what is malformed are left out, and what is beyond ROUTES_MAX. False
 * when nothing is left. */
bool routes_read(const char *text, struct routes *ret_routes);

/* Connects to AUTHORITY by the first route that leads anywhere. A proxy that answers has decided:
 * none is tried after it. OUTCOME_OPENED: *ret_fd is the caller's. */
enum outcome routes_dial(const struct routes *routes, const char *authority, int *ret_fd);
