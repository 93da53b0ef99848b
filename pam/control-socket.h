/* The socket by which root asks a running kiosk-launch and tells it what to do.
 * Runs as: root, in kiosk-launch.
 *
 * KIOSK_STATE_DIR/control, SOCK_SEQPACKET: one packet there, one back. "status" is answered with
 * lines "key=value"; "end REASON" with "ok", or with what is wrong. */
#pragma once

#include <stdbool.h>

#include "end-reason.h"

/* Makes the socket in the folder STATE_DIR. Its descriptor, or negative errno. Another kiosk-launch
 * that listens keeps its socket: -EADDRINUSE. */
int control_socket_open(int state_dir);

/* Also takes the socket's name away. */
void control_socket_close(int fd, int state_dir);

/* Takes one client, answers it and lets it go. STATUS is what "status" prints; has_session: whether
 * there is something to end. True: *ret_reason is why root wants the session to end. */
bool control_socket_serve(int fd, const char *status, bool has_session,
                          enum end_reason *ret_reason);
