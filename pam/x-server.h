/* One X server: fresh, with a cookie of its own, reachable by its socket only.
 * Runs as: root. */
#pragma once

#include "child-process.h"
#include "launch-options.h"
#include "x-authority.h"

struct x_server {
    struct child_process process;
    int display;
    struct x_cookie cookie;
};

/* The kind of that name (xorg, xvfb, xephyr), or NULL; static. */
const struct x_server_kind *x_server_kind_of(const char *name);

/* Starts the kind of server that OPTIONS ask for and waits until it takes clients.
 * STATE_DIR is the folder of its authority file, STOP_FD a descriptor whose readiness breaks the
 * wait off. 0; -EINTR when it was broken off; -ETIME, -ECHILD (it ended at once) or another
 * negative errno: then no server runs. */
int x_server_start(const struct launch_options *options, int state_dir, int stop_fd,
                   struct x_server *ret_server);

/* Ends it and waits for that; nothing happens when none runs. */
void x_server_stop(struct x_server *server, int state_dir);
