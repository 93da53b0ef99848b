/* The rules that bind keys of the policy to one another.
 * Runs as: every part, root included; owns nothing. */
#pragma once

#include "policy-errors.h"

/* Checks POLICY, in which PLACES says where each key of the schema was set (file without line: by
 * default; no file: wrongly, and reported already), and adds what is wrong to ERRORS. 0, -EINVAL or
 * -ENOMEM. */
int policy_check(const struct policy *policy, const struct policy_place places[POLICY_KEY_COUNT],
                 struct policy_errors *errors);
