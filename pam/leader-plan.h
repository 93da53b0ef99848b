/* What the session of a PAM handle is to be: its account, environment and times.
 * Runs as: root, in a session leader. */
#pragma once

#include <security/pam_appl.h>

#include "launch-options.h"
#include "session-init.h"
#include "x-server.h"

enum { LEADER_VARIABLE_MAX = 4200 };

struct leader_plan {
    struct session_plan
        session;          /* borrows what is below; network, end_pipe and alive are not set */
    const char *policy;   /* the PAM handle's: the file that the session goes by */
    unsigned end_wait_ms; /* how long a session that was asked to end may take */
    char home[LEADER_VARIABLE_MAX];
    char authority[64];
    char variables[SESSION_ENVIRONMENT_MAX][LEADER_VARIABLE_MAX];
};

/* Fills *ret_plan for the session that is open on PAMH. 0 or negative errno. */
int leader_plan_make(pam_handle_t *pamh, const struct launch_options *options,
                     const struct x_server *server, struct leader_plan *ret_plan);
