/* One session from its start to its end: the parts, and what the state machine has them do.
 * Runs as: the kiosk user, in the main thread. */
#pragma once

#include "end-reason.h"
#include "policy.h"

/* Runs the session that POLICY, read from POLICY_PATH, describes, and returns why it ended. */
enum end_reason session_run(const struct policy *policy, const char *policy_path);
