/* What kiosk-session says about a session when it is over: one line on its end pipe.
 * Runs as: every part; owns nothing. */
#include "end-claim.h"

#include <stdio.h>
#include <string.h>

enum { WORD_MAX = 32 };

size_t end_claim_encode(const struct end_claim *claim, char buffer[END_CLAIM_MAX])
{
    int length;

    if (claim->has_details)
        length = snprintf(buffer, END_CLAIM_MAX, "reason=%s ready-ms=%u logout=%s replay=%s\n",
                          end_reason_name(claim->reason), claim->ready_ms,
                          logout_result_name(claim->logout), logout_proof_name(claim->proof));
    else
        length = snprintf(buffer, END_CLAIM_MAX, "reason=%s\n", end_reason_name(claim->reason));
    return (size_t)length; /* the names are ours: it fits */
}

bool end_claim_decode(const char *line, size_t length, struct end_claim *ret_claim)
{
    struct end_claim claim = {.has_details = false};
    char copy[END_CLAIM_MAX], again[END_CLAIM_MAX];
    char reason[WORD_MAX], logout[WORD_MAX], proof[WORD_MAX];
    int words;

    if (length == 0 || length >= sizeof copy)
        return false;
    memcpy(copy, line, length);
    copy[length] = '\0';
    words = sscanf(copy, "reason=%31s ready-ms=%9u logout=%31s replay=%31s", reason,
                   &claim.ready_ms, logout, proof);
    claim.has_details = words == 4;
    if (words < 1 || !end_reason_from_name(reason, &claim.reason) ||
        (claim.has_details && (!logout_result_from_name(logout, &claim.logout) ||
                               !logout_proof_from_name(proof, &claim.proof))))
        return false;
    /* What sscanf took more loosely than it is written does not come out the same. */
    if (end_claim_encode(&claim, again) != length || memcmp(again, line, length) != 0)
        return false;
    *ret_claim = claim;
    return true;
}
