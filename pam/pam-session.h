/* One session of a kiosk account: opened in steps that can be undone, closed and proven closed.
 * Runs as: root, in the PAM application's process. */
#pragma once

#include <security/pam_modules.h>
#include <sys/statvfs.h>

#include "kiosk-account.h"
#include "kiosk-args.h"
#include "mount-namespace.h"
#include "session-limits.h"
#include "session-store.h"
#include "session-view.h"
#include "swap-guard.h"

/* What a session has taken hold of; it hangs on the PAM handle from open to close. */
struct pam_session {
    pam_handle_t *pamh;
    const struct passwd *account; /* libpam's */
    const struct policy *policy;  /* borrowed while the session is being opened */
    const char *policy_path;      /* so is this */
    struct session_store store;
    struct session_record record; /* of this session */
    struct session_record last;   /* of the one before; end is 0 when there was none */
    struct swap_guard swap;
    struct mount_namespace space;
    struct session_view view;
    struct session_limits limits;
    struct statvfs empty; /* the private file system before anything was stored in it */
};

/* Opens a session for ACCOUNT and hangs it on PAMH. PAM_SUCCESS, or PAM_SESSION_ERR: then nothing
 * is left behind, the reason is in the log and, unless FLAGS asks for silence, on the screen. */
int pam_session_open(pam_handle_t *pamh, const struct kiosk_args *args,
                     const struct kiosk_account *account, int flags);

/* Closes the session that hangs on PAMH, whatever the policy says by now, and reports it.
 * PAM_SUCCESS when it is wiped and that was verified, PAM_SESSION_ERR when not, PAM_IGNORE when
 * PAMH has no session. */
int pam_session_close(pam_handle_t *pamh);

/* The session that hangs on PAMH, or NULL; and the end of its life there, which closes its
 * descriptors and by that gives up the lock. */
struct pam_session *pam_session_of(pam_handle_t *pamh);
void pam_session_drop(pam_handle_t *pamh);

/* Writes RECORD to the log, one line. */
void pam_session_report(pam_handle_t *pamh, const char *account,
                        const struct session_record *record);
