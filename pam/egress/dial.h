/* Connects to a host, by way of an upstream proxy where there is one.
 * Runs as: an account without rights, outside of the session's network. */
#pragma once

#include "outcome.h"

struct addrinfo;

/* The addresses of HOST, a name or an IPv4 address; PORT in digits, or NULL. OUTCOME_OPENED: free
 * *ret_addresses with freeaddrinfo. */
enum outcome dial_lookup(const char *host, const char *port, struct addrinfo **ret_addresses);

/* Connects to AUTHORITY ("host:port"). OUTCOME_OPENED: *ret_fd is the caller's. */
enum outcome dial_host(const char *authority, int *ret_fd);

/* Connects to UPSTREAM ("host:port"), and has it open a tunnel to AUTHORITY. */
enum outcome dial_upstream(const char *upstream, const char *authority, int *ret_fd);
