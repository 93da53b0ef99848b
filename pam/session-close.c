/* The end of a session: killed, measured, unmounted, looked at from outside, and reported.
 * Runs as: root, in the PAM application's process. */
#include <errno.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include <security/pam_ext.h>

#include "boot-clock.h"
#include "end-reason.h"
#include "pam-session.h"
#include "wipe.h"

/* What the application says about the end; it is root's, but it may be any program. */
static void note_end(pam_handle_t *pamh, struct session_record *record)
{
    const char *reason = pam_getenv(pamh, "KIOSK_END_REASON");
    const char *observed = pam_getenv(pamh, "KIOSK_END_OBSERVED");
    enum end_reason known;

    (void)strcpy(record->reason, "unknown");
    if (reason != NULL && end_reason_from_name(reason, &known))
        (void)strcpy(record->reason, end_reason_name(known));
    if (observed != NULL && session_record_is_word(observed))
        (void)strcpy(record->observed, observed);
}

/* How much the private file system holds, and lets it go. */
static void measure(struct pam_session *session)
{
    const struct statvfs *empty = &session->empty;
    struct statvfs now;

    if (fstatvfs(session->view.files, &now) == 0) {
        session->record.files = (now.f_files - now.f_ffree) - (empty->f_files - empty->f_ffree);
        session->record.bytes =
            ((now.f_blocks - now.f_bfree) - (empty->f_blocks - empty->f_bfree)) * now.f_frsize;
    }
    close(session->view.files);
    session->view.files = -1;
}

/* Every step is attempted, whatever became of the one before. */
static void wipe_session(struct pam_session *session)
{
    struct session_record *record = &session->record;
    uint64_t started = boot_clock_ms();
    int result = wipe_processes(session->account, record);

    if (result < 0)
        wipe_fail(record, "processes", result);
    measure(session);
    record->mounts = session->view.mounts.count;
    result = mount_list_undo(&session->view.mounts);
    if (result < 0)
        wipe_fail(record, "mounts", result);
    result = mount_namespace_leave(&session->space);
    if (result < 0) /* this process has threads: the empty namespace goes with it */
        pam_syslog(session->pamh, LOG_DEBUG, "namespace kept: %s", strerror(-result));
    session_limits_undo(&session->limits);
    swap_guard_leave(&session->swap);
    wipe_verify(session->account, record);
    record->wiped_ms = boot_clock_ms() - started;
}

int pam_session_close(pam_handle_t *pamh)
{
    struct pam_session *session = pam_session_of(pamh);
    bool clean;
    int result;

    if (session == NULL)
        return PAM_IGNORE;
    note_end(pamh, &session->record);
    wipe_session(session);
    result = session_store_end(&session->store, &session->record);
    if (result < 0) /* the lock's content stays: the next session wipes again */
        pam_syslog(pamh, LOG_CRIT, "record not written: %s", strerror(-result));
    pam_session_report(pamh, session->account->pw_name, &session->record);
    clean = result == 0 && session_record_is_clean(&session->record);
    pam_session_drop(pamh);
    return clean ? PAM_SUCCESS : PAM_SESSION_ERR;
}
