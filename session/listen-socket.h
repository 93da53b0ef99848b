/* Listening Unix sockets that are open before the server behind them runs.
 * Runs as: the kiosk user. */
#pragma once

/* Because the session listens and the servers inherit, everything can start at once: a client that
 * is early waits in the queue, and a server that is started again finds the same socket.
 * Returns a close-on-exec descriptor, or -1 with errno; EADDRINUSE when PATH exists. */
int listen_socket_open(const char *path);
