/* The proxy of a session: kiosk-proxy, started and started again.
 * Runs as: root, in a session leader. */
#pragma once

#include <stdbool.h>

#include "child-process.h"
#include "session-network.h"

/* The ids of kiosk-proxy and of nothing else, so that a limit of processes is its own and nobody
 * else's program can look into it. They need no account: they lie behind what account servers hand
 * out (sssd's default ends at 2000200000), where systemd's list of ids has nothing at all, and
 * below 2^31, where some kernel interfaces stop. */
enum { EGRESS_PROXY_ID = 2147403128 };

struct egress_proxy {
    struct child_process process;
    const struct session_network *network; /* borrowed */
    const char *policy;                    /* borrowed: the file whose rules it holds to */
    unsigned starts;
};

/* Starts kiosk-proxy, with the machine's network and view of files, on the listener of
 * the session's network; it ends with the caller. -EEXIST when an
 * account has its id. 0 or negative errno. */
int egress_proxy_start(struct egress_proxy *proxy);

/* To be called when its process has ended, which it never does by itself: starts it again. False
 * when it was started too often, or cannot be: then the session has no way out, and must end. */
bool egress_proxy_revive(struct egress_proxy *proxy);

/* Ends it. */
void egress_proxy_stop(struct egress_proxy *proxy);
