/* What the session before left undone, found and made good before the next one begins.
 * Runs as: root, in the PAM application's process. */
#include "session-leftovers.h"

#include <errno.h>
#include <security/pam_ext.h>
#include <string.h>
#include <syslog.h>

#include "account-processes.h"
#include "end-reason.h"
#include "mount-sweep.h"
#include "wipe.h"

/* A record that says nothing: there was a session, and it cannot have begun before the lock was
 * made. What the home was like is in the other record, if that can be read; else nothing in it may
 * have changed since. */
static void assume_session(struct pam_session *session)
{
    uint64_t since = session_store_first_use(&session->store);
    struct session_record other;

    session->last = (struct session_record){.start = since / 1000000000, .home_changed = since};
    if (session_store_last(&session->store, &other) == 0) {
        session->last.home_device = other.home_device;
        session->last.home_inode = other.home_inode;
        session->last.home_changed = other.home_changed;
    }
    pam_syslog(session->pamh, LOG_WARNING,
               "a record of %s is not readable: taken for a session that was not closed",
               session->account->pw_name);
}

int session_leftovers_take(struct pam_session *session)
{
    bool left = false;
    int result = session_store_open(session->account->pw_name, &session->store);

    if (result < 0)
        return result;
    result = session_store_lock(&session->store, &left, &session->last);
    if (result == 0 && !left)
        result = session_store_last(&session->store, &session->last);
    if (result == -EBADMSG)
        assume_session(session);
    if (result == -EBADMSG || left) /* its end was not seen: as bad as a failed wipe */
        (void)strcpy(session->last.wipe, "failed");
    return result == -ENOENT || result == -EBADMSG ? 0 : result;
}

static int finish_last(struct pam_session *session)
{
    struct session_record *last = &session->last;
    int result;

    if (last->reason[0] == '\0')
        (void)strcpy(last->reason, end_reason_name(END_REASON_CRASH_SESSION));
    if (last->observed[0] == '\0')
        (void)strcpy(last->observed, "unknown");
    last->wipe[0] = last->why[0] = '\0';
    result = wipe_processes(session->account, last);
    if (result < 0)
        wipe_fail(last, "processes", result);
    result = mount_sweep(session->account->pw_uid);
    if (result < 0)
        wipe_fail(last, "mounts", result);
    wipe_verify(session->account, last);
    result = session_store_end(&session->store, last);
    pam_session_report(session->pamh, session->account->pw_name, last);
    if (result == 0 && !session_record_is_clean(last))
        result = -EUCLEAN;
    return result;
}

int session_leftovers_clear(struct pam_session *session)
{
    int killed;

    if (session->last.wipe[0] != '\0' && !session_record_is_clean(&session->last))
        return finish_last(session);
    killed = account_processes_kill(session->account->pw_uid, WIPE_KILL_TIMEOUT_MS);
    if (killed > 0)
        pam_syslog(session->pamh, LOG_WARNING, "%d processes of %s ran outside a session: killed",
                   killed, session->account->pw_name);
    return killed < 0 ? killed : 0;
}
