/* The bytes of a policy file, taken apart into keys and their lines; nothing is understood yet.
 * Runs as: every part, root included; pure: no file is opened here. */
#pragma once

#include "policy-errors.h"

enum {
    POLICY_LINE_MAX = 190,         /* bytes; inih's own buffer holds 200 with its ends */
    POLICY_ITEM_MAX = 170,         /* bytes of a list's item: fits a line with any indent */
    POLICY_FILE_MAX = 1024 * 1024, /* bytes */
};

struct policy_line {
    char *text;
    unsigned number; /* counted from 1 */
};

/* One key as one file gives it: the text behind its "=", then that of its indented lines. */
struct policy_entry {
    const struct policy_key *key;
    const char *file;
    struct policy_line *lines;
    size_t count; /* at least 1 once the key is set, else 0 */
};

/* What one file says; an entry per key, in the schema's order. */
struct policy_entries {
    struct policy_entry items[POLICY_KEY_COUNT];
};

/* Fills *entries, which must be zeroed, from LENGTH BYTES; FILE is named in errors and entries and
 * must outlive them. What is wrong is added to ERRORS, a line that is wrong gives no entry.
 * 0, or a negative errno when the file as a whole could not be read. Free *entries with
 * policy_entries_clear in any case. */
int policy_file_parse(const char *file, const char *bytes, size_t length,
                      struct policy_entries *entries, struct policy_errors *errors);
void policy_entries_clear(struct policy_entries *entries);
