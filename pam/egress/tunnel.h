/* Serves one connection, from its request to the end of its tunnel.
 * Runs as: an account without rights, outside of the session's network, a process per connection.
 */
#pragma once

#include "outcome.h"
#include "pac.h"
#include "policy.h"

/* What the tunnels of a session hold to; borrowed. */
struct way_out {
    const struct policy *policy;
    const struct pac *pac; /* of no account where the policy names no automatic configuration */
};

/* Reads a request from CLIENT, answers it, and carries bytes both ways until both sides have ended.
 * Returns what became of it; CLIENT stays the caller's. */
enum outcome tunnel_serve(const struct way_out *way, int client);
