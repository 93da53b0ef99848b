/* Who is a kiosk account, and under which policy.
 * Runs as: root, in the PAM application's process. */
#pragma once

#include <pwd.h>
#include <security/pam_modules.h>

#include "kiosk-args.h"
#include "policy.h"

struct kiosk_account {
    const char *name;        /* libpam's */
    const struct passwd *pw; /* libpam's */
    struct policy *policy;   /* owned; NULL when the policy is invalid */
    struct policy_errors errors;
};

/* Finds out whether the user of PAMH is a kiosk account.
 * PAM_SUCCESS: it is, free *ret_account with kiosk_account_clear. Its policy is NULL when no policy
 * can be read: then the account named by the argument user= counts as one, and is to be refused,
 * and no other, so that an administrator can always log in to mend the policy.
 * PAM_IGNORE: someone else; root, always. PAM_USER_UNKNOWN: a kiosk account without an entry in the
 * password database. Other PAM codes: libpam could not say who the user is. */
int kiosk_account_find(pam_handle_t *pamh, const struct kiosk_args *args,
                       struct kiosk_account *ret_account);
void kiosk_account_clear(struct kiosk_account *account);
