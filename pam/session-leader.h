/* The process that holds one session: PAM from its start to its end, and the session's process 1.
 * Runs as: root, one child of kiosk-launch per session. */
#pragma once

#include "launch-options.h"
#include "x-server.h"

/* Runs a session on SERVER and reports over CHANNEL (leader-channel.h). To be called in a child of
 * its own; does not return. */
_Noreturn void session_leader_run(const struct launch_options *options,
                                  const struct x_server *server, int channel);
