/* Connects to a host, by way of the upstream proxy where there is one.
 * Runs as: an account without rights, outside of the session's network. */
#pragma once

#include "outcome.h"

/* Connects to AUTHORITY ("host:port"). OUTCOME_OPENED: *ret_fd is the caller's. */
enum outcome dial_host(const char *authority, int *ret_fd);

/* Connects to UPSTREAM ("host:port"), and has it open a tunnel to AUTHORITY. */
enum outcome dial_upstream(const char *upstream, const char *authority, int *ret_fd);
