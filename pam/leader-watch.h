/* A session from its first process to its last, and why it ended.
 * Runs as: root, in a session leader. */
#pragma once

#include <stdbool.h>

#include "child-process.h"
#include "end-claim.h"
#include "end-reason.h"
#include "leader-plan.h"

/* Why a session ended: what root knows, or what the session claimed where that agrees with what
 * root observed. */
struct leader_end {
    enum end_reason reason;
    char observed[32]; /* "exit:34", "signal:9" */
    bool is_forced;    /* the reason is root's own */
    bool is_healthy;   /* it ran long enough, or ended in order */
    bool has_claim;    /* what the session itself said, whether it agrees or not */
    struct end_claim claim;
};

/* Starts the session of PLAN and watches it until its last process has ended, or has been ended:
 * after LEADER_END on CHANNEL and the time the plan gives. *ret_end is always set. ON_OPEN is
 * called once the session's process 1 runs. */
void leader_watch_session(struct leader_plan *plan, int channel, void (*on_open)(int channel),
                          struct leader_end *ret_end);

/* The X server had ended before anyone ended it: that explains a session that broke off. */
void leader_end_blame_x(struct leader_end *end);
