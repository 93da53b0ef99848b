/* Who is a kiosk account, and under which policy.
 * Runs as: root, in the PAM application's process. */
#include "kiosk-account.h"

#include <security/pam_ext.h>
#include <security/pam_modutil.h>
#include <string.h>
#include <syslog.h>

static bool is_named(pam_handle_t *pamh, const struct kiosk_args *args,
                     const struct kiosk_account *account)
{
    const struct policy *policy = account->policy;

    if (policy == NULL)
        return strcmp(account->name, args->user) == 0;
    if (policy_names_contain(&policy->account_users, account->name))
        return true;
    return policy->account_group[0] != '\0' &&
           pam_modutil_user_in_group_nam_nam(pamh, account->name, policy->account_group) == 1;
}

int kiosk_account_find(pam_handle_t *pamh, const struct kiosk_args *args,
                       struct kiosk_account *ret_account)
{
    struct kiosk_account account = {0};
    int code = pam_get_user(pamh, &account.name, NULL);

    if (code != PAM_SUCCESS)
        return code;
    account.pw = pam_modutil_getpwnam(pamh, account.name);
    if (account.pw != NULL && account.pw->pw_uid == 0)
        return PAM_IGNORE;
    if (policy_load(args->policy, POLICY_TRUST_ROOT, &account.policy, &account.errors) < 0)
        account.policy = NULL;
    if (!is_named(pamh, args, &account))
        code = PAM_IGNORE;
    else if (account.pw == NULL)
        code = PAM_USER_UNKNOWN;
    if (args->debug)
        pam_syslog(pamh, LOG_DEBUG, "account %s, policy %s: %s", account.name, args->policy,
                   code == PAM_IGNORE ? "not a kiosk account" : "kiosk account");
    if (code != PAM_SUCCESS) {
        kiosk_account_clear(&account);
        return code;
    }
    *ret_account = account;
    return PAM_SUCCESS;
}

void kiosk_account_clear(struct kiosk_account *account)
{
    policy_free(account->policy);
    policy_errors_clear(&account->errors);
    account->policy = NULL;
}
