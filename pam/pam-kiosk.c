/* The entry points of pam_kiosk.so: who is asking, and which part answers.
 * Runs as: root, in the PAM application's process. */
#include <security/pam_ext.h>
#include <security/pam_modules.h>
#include <syslog.h>

#include "kiosk-account.h"
#include "kiosk-args.h"
#include "local-seat.h"
#include "opening-hours.h"
#include "pam-session.h"
#include "user-message.h"

#define EXPORTED __attribute__((visibility("default")))

/* Arguments and account in one; PAM_SUCCESS means: a kiosk account, to be cleared by the caller. */
static int find(pam_handle_t *pamh, int argc, const char **argv, struct kiosk_args *ret_args,
                struct kiosk_account *ret_account)
{
    int code = kiosk_args_read(pamh, argc, argv, ret_args);

    return code == PAM_SUCCESS ? kiosk_account_find(pamh, ret_args, ret_account) : code;
}

static void tell(pam_handle_t *pamh, int flags, enum user_message message,
                 enum policy_language language)
{
    if ((flags & PAM_SILENT) == 0)
        (void)pam_error(pamh, "%s", user_message_text(message, language));
}

/* French, since the policy that would say otherwise cannot be read. The first error goes to the
 * screen as well: whoever mends the policy often stands before it. */
static void explain_invalid_policy(pam_handle_t *pamh, const struct kiosk_account *account,
                                   int flags)
{
    for (size_t i = 0; i < account->errors.count; i++)
        pam_syslog(pamh, LOG_ERR, "%s", account->errors.texts[i]);
    tell(pamh, flags, USER_MESSAGE_POLICY_INVALID, POLICY_LANGUAGE_FR);
    if ((flags & PAM_SILENT) == 0 && account->errors.count > 0)
        (void)pam_info(pamh, "%s", account->errors.texts[0]);
}

/* True when the user sits before this machine and the service is one the policy knows; else the
 * user is told. Asked by each function and not by the first alone: cron and sshd have ways in that
 * skip it. */
static bool may_enter(pam_handle_t *pamh, const struct policy *policy, int flags)
{
    struct local_seat seat = local_seat_of(pamh);
    const void *service = NULL;
    const char *obstacle = NULL;

    if (!local_seat_is_local(&seat))
        obstacle = "not at a seat of this machine";
    else if (pam_get_item(pamh, PAM_SERVICE, &service) != PAM_SUCCESS || service == NULL ||
             !policy_names_contain(&policy->account_services, service))
        obstacle = "service not in account.services";
    if (obstacle == NULL)
        return true;
    pam_syslog(pamh, LOG_NOTICE, "refused: %s", obstacle);
    tell(pamh, flags, USER_MESSAGE_NOT_HERE, policy->session_language);
    return false;
}

EXPORTED int pam_sm_authenticate(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
    struct kiosk_args args;
    struct kiosk_account account;
    int code = find(pamh, argc, argv, &args, &account);

    if (code != PAM_SUCCESS)
        return code;
    code = PAM_AUTH_ERR;
    if (account.policy == NULL)
        explain_invalid_policy(pamh, &account, flags);
    else if (may_enter(pamh, account.policy, flags))
        code = PAM_SUCCESS;
    kiosk_account_clear(&account);
    return code;
}

EXPORTED int pam_sm_setcred(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
    struct kiosk_args args;
    struct kiosk_account account;
    int code = find(pamh, argc, argv, &args, &account);

    if (code != PAM_SUCCESS)
        return code;
    /* Giving back is always possible, even if the policy has broken meanwhile. */
    if (account.policy == NULL && (flags & PAM_DELETE_CRED) == 0)
        code = PAM_CRED_UNAVAIL;
    kiosk_account_clear(&account);
    return code;
}

/* A PAM code; the user knows why. */
static int refuse_second_session(pam_handle_t *pamh, const struct kiosk_account *account, int flags)
{
    struct session_store store;
    int result = session_store_open(account->pw->pw_name, &store);

    if (result == 0) {
        result = session_store_is_locked(&store);
        session_store_close(&store);
    }
    if (result == 0)
        return PAM_SUCCESS;
    pam_syslog(pamh, LOG_NOTICE, "refused: %s",
               result > 0 ? "a session of the account is open" : "the records cannot be read");
    tell(pamh, flags, result > 0 ? USER_MESSAGE_ALREADY_OPEN : USER_MESSAGE_SETUP_FAILED,
         account->policy->session_language);
    return PAM_PERM_DENIED;
}

/* A PAM code; the user knows why, and when to come back. */
static int refuse_outside_hours(pam_handle_t *pamh, const struct policy *policy, int flags)
{
    struct opening opening = opening_hours_at(policy, time(NULL));
    char when[USER_MESSAGE_OPENING_MAX];

    if (opening.is_open)
        return PAM_SUCCESS;
    pam_syslog(pamh, LOG_NOTICE, "refused: outside of the opening hours");
    tell(pamh, flags, USER_MESSAGE_CLOSED, policy->session_language);
    user_message_opening(opening.until, policy->session_language, when);
    if ((flags & PAM_SILENT) == 0 && when[0] != '\0')
        (void)pam_info(pamh, "%s", when);
    return PAM_PERM_DENIED;
}

EXPORTED int pam_sm_acct_mgmt(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
    struct kiosk_args args;
    struct kiosk_account account;
    int code = find(pamh, argc, argv, &args, &account);

    if (code != PAM_SUCCESS)
        return code;
    if (account.policy == NULL) {
        explain_invalid_policy(pamh, &account, flags);
        code = PAM_PERM_DENIED;
    } else if (!may_enter(pamh, account.policy, flags)) {
        code = PAM_PERM_DENIED;
    } else {
        code = refuse_outside_hours(pamh, account.policy, flags);
        if (code == PAM_SUCCESS)
            code = refuse_second_session(pamh, &account, flags);
    }
    kiosk_account_clear(&account);
    return code;
}

EXPORTED int pam_sm_open_session(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
    struct kiosk_args args;
    struct kiosk_account account;
    int code = find(pamh, argc, argv, &args, &account);

    if (code != PAM_SUCCESS)
        return code;
    if (account.policy == NULL) {
        explain_invalid_policy(pamh, &account, flags);
        code = PAM_SESSION_ERR;
    } else if (!may_enter(pamh, account.policy, flags)) {
        code = PAM_SESSION_ERR;
    } else {
        code = pam_session_open(pamh, &args, &account, flags);
    }
    kiosk_account_clear(&account);
    return code;
}

EXPORTED int pam_sm_close_session(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
    struct kiosk_args args;
    struct kiosk_account account;
    /* Before arguments and policy: what was opened is closed, whatever has changed since. */
    int code = pam_session_close(pamh);

    if (code != PAM_IGNORE)
        return code;
    code = find(pamh, argc, argv, &args, &account);
    if (code != PAM_SUCCESS)
        return code;
    pam_syslog(pamh, LOG_ERR, "no session to close");
    kiosk_account_clear(&account);
    return PAM_SESSION_ERR;
}
