/* One session of a kiosk account: opened in steps that can be undone.
 * Runs as: root, in the PAM application's process. */
#include "pam-session.h"

#include <errno.h>
#include <security/pam_ext.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "end-reason.h"
#include "local-seat.h"
#include "session-environment.h"
#include "session-leftovers.h"
#include "user-message.h"
#include "wipe.h"

static const char data_name[] = "webmail-kiosk-session";

static void session_free(struct pam_session *session)
{
    if (session->view.files >= 0)
        close(session->view.files);
    if (session->space.host >= 0)
        close(session->space.host);
    if (session->space.folder >= 0)
        close(session->space.folder);
    session_store_close(&session->store);
    free(session);
}

static void on_data_dropped(pam_handle_t *pamh, void *data, int status)
{
    if (data != NULL)
        session_free(data);
}

struct pam_session *pam_session_of(pam_handle_t *pamh)
{
    const void *data = NULL;

    if (pam_get_data(pamh, data_name, &data) != PAM_SUCCESS)
        return NULL;
    return (struct pam_session *)data; /* ours; libpam only lends it as const */
}

void pam_session_drop(pam_handle_t *pamh)
{
    (void)pam_set_data(pamh, data_name, NULL, NULL); /* the name exists: it cannot fail */
}

void pam_session_report(pam_handle_t *pamh, const char *account,
                        const struct session_record *record)
{
    char line[SESSION_RECORD_MAX];

    session_record_line(record, line);
    pam_syslog(pamh, session_record_is_clean(record) ? LOG_NOTICE : LOG_CRIT,
               "session of %s ended: %s", account, line);
}

static void give_up_lock(struct pam_session *session)
{
    session_store_close(&session->store);
}

static int note_home(struct pam_session *session)
{
    return wipe_note_home(session->account, &session->record);
}

/* Before anything of the session is in memory. */
static int keep_out_of_swap(struct pam_session *session)
{
    swap_guard_enter(&session->swap);
    (void)strcpy(session->record.swap, swap_state_name(session->swap.state));
    if (session->swap.state != SWAP_POSSIBLE)
        return 0;
    pam_syslog(
        session->pamh, LOG_CRIT,
        "swap is on, and the memory of %s's session cannot be kept out of it: switch it off, "
        "encrypt it with a throw-away key, or have control groups of version 2",
        session->account->pw_name);
    return session->policy->session_swap == POLICY_SWAP_REFUSE ? -EOPNOTSUPP : 0;
}

static void undo_swap(struct pam_session *session)
{
    swap_guard_leave(&session->swap);
}

/* From here on a crash leaves a trace that the next session finds. */
static int begin_record(struct pam_session *session)
{
    session->record.start = (uint64_t)time(NULL);
    (void)strcpy(session->record.reason, end_reason_name(END_REASON_CRASH_SESSION));
    (void)strcpy(session->record.observed, "unknown");
    return session_store_begin(&session->store, &session->record);
}

static void abandon_record(struct pam_session *session)
{
    session_store_abandon(&session->store);
}

static int enter_namespace(struct pam_session *session)
{
    return mount_namespace_enter(&session->space);
}

static void leave_namespace(struct pam_session *session)
{
    (void)mount_namespace_leave(&session->space); /* with threads: it stays, with nothing mounted */
}

static int open_view(struct pam_session *session)
{
    struct local_seat seat = local_seat_of(session->pamh);
    int result;

    session->view.account = session->account;
    session->view.bytes = session->policy->session_home_size;
    session->view.inodes = session->policy->session_home_files;
    session->view.display = local_seat_display(&seat);
    wipe_source_name(session->account->pw_uid, session->view.source);
    result = session_view_open(&session->view);
    if (result == 0 && fstatvfs(session->view.files, &session->empty) < 0)
        result = -errno;
    return result;
}

static void close_view(struct pam_session *session)
{
    if (session->view.files >= 0)
        close(session->view.files); /* or the file system would be busy */
    session->view.files = -1;
    (void)mount_list_undo(&session->view.mounts); /* the namespace goes next */
}

static int set_limits(struct pam_session *session)
{
    return session_limits_set(session->policy, &session->limits);
}

static void undo_limits(struct pam_session *session)
{
    session_limits_undo(&session->limits);
}

static int set_environment(struct pam_session *session)
{
    const struct session_record *last = session->last.end != 0 ? &session->last : NULL;

    return session_environment_set(session->pamh, session->account, session->policy_path, last) ==
                   PAM_SUCCESS
               ? 0
               : -ENOMEM;
}

static void unset_environment(struct pam_session *session)
{
    session_environment_unset(session->pamh);
}

static int hang_on_handle(struct pam_session *session)
{
    int code = pam_set_data(session->pamh, data_name, session, on_data_dropped);

    return code == PAM_SUCCESS ? 0 : -ENOMEM;
}

/* The opening, in order. An undo must also cope with a step that stopped halfway. */
static const struct step {
    const char *name;
    int (*run)(struct pam_session *session);
    void (*undo)(struct pam_session *session);
    enum user_message message;
} steps[] = {
    {"lock",        session_leftovers_take,  give_up_lock,      USER_MESSAGE_SETUP_FAILED },
    {"leftovers",   session_leftovers_clear, NULL,              USER_MESSAGE_WIPE_FAILED  },
    {"home",        note_home,               NULL,              USER_MESSAGE_HOME_UNUSABLE},
    {"swap",        keep_out_of_swap,        undo_swap,         USER_MESSAGE_SWAP_POSSIBLE},
    {"record",      begin_record,            abandon_record,    USER_MESSAGE_SETUP_FAILED },
    {"namespace",   enter_namespace,         leave_namespace,   USER_MESSAGE_SETUP_FAILED },
    {"folders",     open_view,               close_view,        USER_MESSAGE_SETUP_FAILED },
    {"limits",      set_limits,              undo_limits,       USER_MESSAGE_SETUP_FAILED },
    {"environment", set_environment,         unset_environment, USER_MESSAGE_SETUP_FAILED },
    {"handle",      hang_on_handle,          NULL,              USER_MESSAGE_SETUP_FAILED },
};

enum { STEP_COUNT = sizeof steps / sizeof steps[0] };

/* Runs the steps. NULL: all are done. Else the one that failed, all of it undone. */
static const struct step *run_steps(struct pam_session *session, int *ret_error)
{
    for (int i = 0; i < STEP_COUNT; i++) {
        int result = steps[i].run(session);

        if (result == 0)
            continue;
        for (int j = i; j >= 0; j--) {
            if (steps[j].undo != NULL)
                steps[j].undo(session);
        }
        *ret_error = result;
        return &steps[i];
    }
    return NULL;
}

/* Called when all is undone: while a session's own view was up, the log was out of sight. */
static void explain(pam_handle_t *pamh, const struct pam_session *session, const struct step *step,
                    int error, int flags)
{
    enum policy_language language = session->policy->session_language;
    enum user_message message = step->message;

    if (step == &steps[0] && error == -EBUSY)
        message = USER_MESSAGE_ALREADY_OPEN;
    pam_syslog(pamh, LOG_ERR, "session of %s not opened: %s: %s%s%s", session->account->pw_name,
               step->name, session->view.where, session->view.where[0] != '\0' ? ": " : "",
               strerror(-error));
    if ((flags & PAM_SILENT) != 0)
        return;
    (void)pam_error(pamh, "%s", user_message_text(message, language));
    if (message == USER_MESSAGE_WIPE_FAILED)
        (void)pam_info(pamh, "%s %s", user_message_text(USER_MESSAGE_WIPE_REMEDY, language),
                       session->last.why[0] != '\0' ? session->last.why : strerror(-error));
}

int pam_session_open(pam_handle_t *pamh, const struct kiosk_args *args,
                     const struct kiosk_account *account, int flags)
{
    const struct step *failed;
    int error = 0;
    struct pam_session *session = calloc(1, sizeof *session);

    if (session == NULL)
        return PAM_BUF_ERR;
    session->pamh = pamh;
    session->account = account->pw;
    session->policy = account->policy;
    session->policy_path = args->policy;
    session->store.dir = session->store.lock = -1;
    session->space.host = session->space.folder = -1;
    session->view.files = -1;
    failed = run_steps(session, &error);
    if (failed != NULL) {
        explain(pamh, session, failed, error, flags);
        session_free(session);
        return PAM_SESSION_ERR;
    }
    session->policy = NULL;
    session->policy_path = NULL;
    return PAM_SUCCESS;
}
