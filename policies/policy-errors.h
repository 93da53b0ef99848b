/* Collects what is wrong with a policy, one text per fault.
 * Runs as: every part; owns nothing but the list it fills. */
#pragma once

#include "policy.h"
#include "schema.h"

/* A place in a policy file. */
struct policy_place {
    const char *file;
    unsigned line; /* 0: the file as a whole */
};

/* Adds "file:line: FORMAT…". False when memory is out; the list is then as before. */
bool policy_errors_add(struct policy_errors *errors, struct policy_place place, const char *format,
                       ...) __attribute__((format(printf, 3, 4)));

/* Adds "file:line: section.key: FORMAT…". */
bool policy_errors_add_key(struct policy_errors *errors, struct policy_place place,
                           const struct policy_key *key, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
