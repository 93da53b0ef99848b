/* What an upstream proxy means by its answer to a CONNECT.
 * Runs as: an account without rights, outside of the session's network; owns nothing. */
#pragma once

#include <stddef.h>

#include "outcome.h"

/* HEAD is the answer up to its empty line, LENGTH bytes. OUTCOME_OPENED when a tunnel begins behind
 * it. A success that announces a page, which RFC 9110 (9.3.6) forbids, a redirection, and 511 (RFC
 * 6585) are how filters and captive portals answer: OUTCOME_PORTAL. */
enum outcome upstream_answer_read(const char *head, size_t length);
