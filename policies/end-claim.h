/* What kiosk-session says about a session when it is over: one line on its end pipe.
 * Runs as: every part; owns nothing.
 *
 * Until then it says "alive" there, a line every 5 s, so that root can end one that hangs. Then:
 * "reason=NAME", and behind it all or none of " ready-ms=N logout=NAME replay=NAME", then a
 * newline. Root believes the reason only where the exit status agrees, and none of it further than
 * to write it down as claimed. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "end-reason.h"
#include "logout-result.h"

enum { END_CLAIM_MAX = 160 };

struct end_claim {
    enum end_reason reason;
    bool has_details;
    unsigned ready_ms; /* until the first page was painted; 0: it never was */
    enum logout_result logout;
    enum logout_proof proof;
};

/* Writes the line into BUFFER; returns its length in bytes. */
size_t end_claim_encode(const struct end_claim *claim, char buffer[END_CLAIM_MAX]);

/* Strict: true only for exactly what end_claim_encode writes; else *ret_claim is untouched. */
bool end_claim_decode(const char *line, size_t length, struct end_claim *ret_claim);
