/* The resource limits of a session.
 * Runs as: root, in the PAM application's process, whose children inherit them. */
#pragma once

#include <sys/resource.h>

#include "policy.h"

enum { SESSION_LIMIT_COUNT = 5 };

/* What the limits were before. */
struct session_limits {
    struct rlimit old[SESSION_LIMIT_COUNT];
    int count; /* how many were changed */
};

/* 0 or negative errno; undo LIMITS in both cases. */
int session_limits_set(const struct policy *policy, struct session_limits *limits);
void session_limits_undo(struct session_limits *limits);
