/* What the session before left undone, found and made good before the next one begins.
 * Runs as: root, in the PAM application's process. */
#pragma once

#include "pam-session.h"

/* Takes the lock of the account and reads how its last session ended, into session->last. A record
 * that is not readable counts as a session of which nothing is known. 0 or negative errno: -EBUSY
 * when a session is open. */
int session_leftovers_take(struct pam_session *session);

/* Kills what runs as the account, and completes the wipe of a session that nobody closed, or whose
 * wipe failed. 0, -EUCLEAN when it is still not clean, or another negative errno. */
int session_leftovers_clear(struct pam_session *session);
