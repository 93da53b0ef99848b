/* The proxy of a session: kiosk-proxy, started and started again.
 * Runs as: root, in a session leader. */
#pragma once

#include <stdbool.h>

#include "child-process.h"
#include "session-network.h"

struct egress_proxy {
    struct child_process process;
    const struct session_network *network; /* borrowed */
    const char *policy;                    /* borrowed: the file whose rules it holds to */
    unsigned starts;
};

/* Starts kiosk-proxy as nobody, with the machine's network and view of files, on the listener of
 * the session's network; it ends with the caller. 0 or negative errno. */
int egress_proxy_start(struct egress_proxy *proxy);

/* To be called when its process has ended, which it never does by itself: starts it again. False
 * when it was started too often, or cannot be: then the session has no way out, and must end. */
bool egress_proxy_revive(struct egress_proxy *proxy);

/* Ends it. */
void egress_proxy_stop(struct egress_proxy *proxy);
