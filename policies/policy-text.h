/* Writes values of the policy, and what they may be, as the policy file would.
 * Runs as: every part, root included; owns nothing. */
#pragma once

#include <stdio.h>

#include "schema.h"

struct policy;

struct policy_unit {
    enum policy_type type;
    const char *name;
    uint64_t amount;
};

/* The unit of TYPE that is called NAME; NULL when there is none. */
const struct policy_unit *policy_text_unit(enum policy_type type, const char *name);

enum { POLICY_RANGE_MAX = 80 };

/* Writes what a value of KEY may be, as "25s to 1h" or "fr or en"; empty when nothing bounds it.
 * Returns BUFFER. */
const char *policy_text_range(const struct policy_key *key, char buffer[POLICY_RANGE_MAX]);

/* One phrase on how a value of that type is written. */
const char *policy_text_type(enum policy_type type);

/* Writes POLICY, every key of it, as a policy file that loads as the same policy; a list's items
 * are indented, one per line. */
void policy_text_print_all(const struct policy *policy, FILE *stream);
