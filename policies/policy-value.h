/* Turns the texts of a key into the typed member of struct policy.
 * Runs as: every part, root included; owns nothing but what the policy then owns. */
#pragma once

#include "policy-file.h"

/* Sets the member of ENTRY's key in POLICY, in place of what was there. What is wrong is added to
 * ERRORS; the member is then as before. 0, -EINVAL or -ENOMEM. */
int policy_value_set(const struct policy_entry *entry, struct policy *policy,
                     struct policy_errors *errors);

/* Frees the member of KEY; the member is then zero. */
void policy_value_clear(const struct policy_key *key, struct policy *policy);

/* True when the member of KEY is the empty string or the empty list. */
bool policy_value_is_empty(const struct policy_key *key, const struct policy *policy);
