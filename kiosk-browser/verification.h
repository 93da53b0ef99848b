/* The state machine of the padlock.
 * Runs as: the kiosk user; pure.
 *
 * It is driven by what WebKit's network process found out about the connection, never by the
 * address: an error page is committed under the very https address that failed. */
#pragma once

#include <stdbool.h>

enum browser_verification {
    VERIFICATION_PENDING,  /* nothing of the site is shown yet */
    VERIFICATION_VERIFIED, /* the page on the screen came over TLS, with a certificate in order */
    VERIFICATION_REFUSED,  /* it did not: no page is shown, and none gets input */
    VERIFICATION_STATE_COUNT
};

enum browser_verification_event {
    VERIFICATION_LOAD_STARTED,
    VERIFICATION_COMMITTED_SECURE,
    VERIFICATION_COMMITTED_INSECURE,
    VERIFICATION_CERTIFICATE_REFUSED, /* a load failed before anything was committed */
    VERIFICATION_INSECURE_CONTENT,    /* the page mixes in what did not come over TLS */
    VERIFICATION_PROCESS_LOST,
    VERIFICATION_RETURNED, /* the user goes back to the page that is still there, see below */
    VERIFICATION_EVENT_COUNT
};

/* The next state. VERIFICATION_RETURNED leaves a refusal only when PAGE_VERIFIED: the document in
 * the view is one that had been committed secure, and a later load failed before replacing it. */
enum browser_verification browser_verification_next(enum browser_verification state,
                                                    enum browser_verification_event event,
                                                    bool page_verified);
