/* The network of a session: loopback, and on it the one way out.
 * Runs as: root, in a session leader. */
#pragma once

/* Where the proxy is found inside of the session's network. */
#define SESSION_NETWORK_PROXY_PORT 3128
#define SESSION_NETWORK_PROXY_URI "http://127.0.0.1:3128"

struct session_network {
    int space;        /* the network namespace */
    int listener;     /* bound inside of it; who accepts from it may be outside */
    int machine_view; /* the mount namespace from before the session's own */
};

/* To be called before PAM opens the session: remembers how the machine looks. 0 or negative errno.
 */
int session_network_prepare(struct session_network *network);

/* Makes the network; the caller stays in its own. 0: the descriptors of *network are the caller's,
 * for as long as it lives; negative errno: the caller must not start a session, and may have been
 * left in the new, empty network. */
int session_network_make(struct session_network *network);

/* Moves the caller, which is about to be the session, into the network, and covers the sockets of
 * the machine's services that would look up names for it, or change the network. The caller is in a
 * mount namespace of its own. 0 or negative errno. */
int session_network_enter(const struct session_network *network);
