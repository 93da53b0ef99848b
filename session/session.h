/* One session from its start to its end: the parts, and what the state machine has them do.
 * Runs as: the kiosk user, in the main thread. */
#pragma once

#include "end-claim.h"
#include "policy.h"

enum { SESSION_END_FD = 3 }; /* the launcher reads here that we live, and why we end */

/* Runs the session that POLICY, read from POLICY_PATH, describes, and returns what is to be said of
 * it. */
struct end_claim session_run(const struct policy *policy, const char *policy_path);
