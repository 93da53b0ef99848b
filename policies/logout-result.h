/* What became of the login at the server: the closed sets of words for it.
 * Runs as: every part; owns nothing. */
#pragma once

#include <stdbool.h>

/* How the policy's logout request went. */
enum logout_result {
    LOGOUT_DONE,           /* the server took it */
    LOGOUT_REFUSED,        /* the server answered, and did not take it */
    LOGOUT_NO_ANSWER,      /* not within the time that the end of a session has */
    LOGOUT_NOT_LOGGED_IN,  /* there was no login to close, or the webmail had closed it */
    LOGOUT_NOT_CONFIGURED, /* the policy names no request */
    LOGOUT_NOT_TRIED,      /* the browser was gone before it could */
    LOGOUT_RESULT_COUNT
};

/* What the server says to the session's old cookies afterwards. */
enum logout_proof {
    LOGOUT_PROOF_DEAD,    /* it refuses now what it answered before */
    LOGOUT_PROOF_ALIVE,   /* it still answers */
    LOGOUT_PROOF_UNKNOWN, /* not asked, or no answer that tells */
    LOGOUT_PROOF_COUNT
};

/* The names used in logs, records, messages and tests; static strings. */
const char *logout_result_name(enum logout_result result);
const char *logout_proof_name(enum logout_proof proof);

/* True and the last argument set when NAME is exactly one of the names; else it is untouched. */
bool logout_result_from_name(const char *name, enum logout_result *ret_result);
bool logout_proof_from_name(const char *name, enum logout_proof *ret_proof);
