/* The first process of a session's own PID namespace.
 * Runs as: root for its first steps, then the kiosk account. */
#pragma once

#include "child-process.h"
#include "privileges.h"
#include "session-network.h"
#include "x-authority.h"

enum { SESSION_ENVIRONMENT_MAX = 16 };

/* What a session's processes are and get. Strings are borrowed. */
struct session_plan {
    struct identity identity;
    struct session_network network;
    const char *home;
    const char *authority; /* where the session's copy of the cookie goes */
    struct x_cookie cookie;
    int display;
    char *environment[SESSION_ENVIRONMENT_MAX + 1];
    int end_pipe; /* the session program's descriptor 3 */
    int alive[2]; /* a pipe whose writing end the leader alone keeps, and that carries nothing */
};

/* Starts the session's process 1, in namespaces of its own for processes, mounts, IPC and host
 * name, and through it the session program. Its exit status is the program's, or 128 and the signal
 * that ended it. When it ends, the kernel ends every process of the session; it ends itself when
 * the caller does. 0: *ret_child is the caller's; negative errno. */
int session_init_start(const struct session_plan *plan, struct child_process *ret_child);
