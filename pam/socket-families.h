/* The kinds of sockets that a session may make.
 * Runs as: the kiosk account, in the session's process 1. */
#pragma once

/* Leaves this process and all it starts with sockets of the families unix, inet, inet6 and netlink.
 * Needs NO_NEW_PRIVS; cannot be undone. 0 or negative errno. */
int socket_families_limit(void);
