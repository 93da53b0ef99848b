/* The transitions of the padlock, in one table.
 * Runs as: the kiosk user; pure. */
#include "verification.h"

#define PENDING VERIFICATION_PENDING
#define VERIFIED VERIFICATION_VERIFIED
#define REFUSED VERIFICATION_REFUSED

/* A started load leaves a verified page on the screen until the next one is committed. */
static const enum browser_verification
    transitions[VERIFICATION_STATE_COUNT][VERIFICATION_EVENT_COUNT] = {
        [PENDING] =
            {
                       [VERIFICATION_LOAD_STARTED] = PENDING,
                       [VERIFICATION_COMMITTED_SECURE] = VERIFIED,
                       [VERIFICATION_COMMITTED_INSECURE] = REFUSED,
                       [VERIFICATION_CERTIFICATE_REFUSED] = REFUSED,
                       [VERIFICATION_INSECURE_CONTENT] = REFUSED,
                       [VERIFICATION_PROCESS_LOST] = PENDING,
                       [VERIFICATION_RETURNED] = PENDING,
                       },
        [VERIFIED] =
            {
                       [VERIFICATION_LOAD_STARTED] = VERIFIED,
                       [VERIFICATION_COMMITTED_SECURE] = VERIFIED,
                       [VERIFICATION_COMMITTED_INSECURE] = REFUSED,
                       [VERIFICATION_CERTIFICATE_REFUSED] = REFUSED,
                       [VERIFICATION_INSECURE_CONTENT] = REFUSED,
                       [VERIFICATION_PROCESS_LOST] = PENDING,
                       [VERIFICATION_RETURNED] = VERIFIED,
                       },
        [REFUSED] =
            {
                       [VERIFICATION_LOAD_STARTED] = PENDING,
                       [VERIFICATION_COMMITTED_SECURE] = VERIFIED,
                       [VERIFICATION_COMMITTED_INSECURE] = REFUSED,
                       [VERIFICATION_CERTIFICATE_REFUSED] = REFUSED,
                       [VERIFICATION_INSECURE_CONTENT] = REFUSED,
                       [VERIFICATION_PROCESS_LOST] = PENDING,
                       [VERIFICATION_RETURNED] = VERIFIED,
                       },
};

enum browser_verification browser_verification_next(enum browser_verification state,
                                                    enum browser_verification_event event,
                                                    bool page_verified)
{
    if (event == VERIFICATION_RETURNED && !page_verified)
        return state;
    return transitions[state][event];
}
