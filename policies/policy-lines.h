/* Judges single lines of a policy file, before inih takes them apart.
 * Runs as: every part, root included; pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum policy_line_kind {
    POLICY_LINE_BLANK, /* or a comment */
    POLICY_LINE_SECTION,
    POLICY_LINE_KEY,
    POLICY_LINE_CONTINUATION, /* indented: goes on with the key above */
};

/* The kind of LINE (LENGTH bytes without its newline), or, in *ret_problem, what is wrong with it
 * and what to write instead, a static text that is NULL when all is well. FIRST: of the file. */
enum policy_line_kind policy_line_read(const char *line, size_t length, bool first,
                                       const char **ret_problem);
