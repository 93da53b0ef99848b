/* What became of the login at the server: the closed sets of words for it.
 * Runs as: every part; owns nothing. */
#include "logout-result.h"

#include <string.h>

static const char *const results[LOGOUT_RESULT_COUNT] = {
    [LOGOUT_DONE] = "done",
    [LOGOUT_REFUSED] = "refused",
    [LOGOUT_NO_ANSWER] = "no-answer",
    [LOGOUT_NOT_LOGGED_IN] = "not-logged-in",
    [LOGOUT_NOT_CONFIGURED] = "not-configured",
    [LOGOUT_NOT_TRIED] = "not-tried",
};

static const char *const proofs[LOGOUT_PROOF_COUNT] = {
    [LOGOUT_PROOF_DEAD] = "dead",
    [LOGOUT_PROOF_ALIVE] = "alive",
    [LOGOUT_PROOF_UNKNOWN] = "unknown",
};

static int find(const char *const *names, int count, const char *name)
{
    int i = 0;

    while (i < count && strcmp(names[i], name) != 0)
        i++;
    return i;
}

const char *logout_result_name(enum logout_result result)
{
    return results[result];
}

const char *logout_proof_name(enum logout_proof proof)
{
    return proofs[proof];
}

bool logout_result_from_name(const char *name, enum logout_result *ret_result)
{
    int i = find(results, LOGOUT_RESULT_COUNT, name);

    if (i < LOGOUT_RESULT_COUNT)
        *ret_result = (enum logout_result)i;
    return i < LOGOUT_RESULT_COUNT;
}

bool logout_proof_from_name(const char *name, enum logout_proof *ret_proof)
{
    int i = find(proofs, LOGOUT_PROOF_COUNT, name);

    if (i < LOGOUT_PROOF_COUNT)
        *ret_proof = (enum logout_proof)i;
    return i < LOGOUT_PROOF_COUNT;
}
