/* The environment that PAM gives a session.
 * Runs as: root, in the PAM application's process. */
#include "session-environment.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>

/* Each name that is ever set here, so that all can be taken back. */
static const char *const names[] = {
    "HOME", "XDG_RUNTIME_DIR", "LANG", "KIOSK_POLICY", "KIOSK_PREVIOUS_WIPE",
};

static int put(pam_handle_t *pamh, const char *name, const char *value)
{
    char pair[PATH_MAX + 32];
    int length = snprintf(pair, sizeof pair, "%s=%s", name, value);

    if (length < 0 || (size_t)length >= sizeof pair)
        return PAM_BUF_ERR;
    return pam_putenv(pamh, pair);
}

int session_environment_set(pam_handle_t *pamh, const struct passwd *account,
                            const char *policy_path, const struct session_record *last)
{
    char runtime[32];
    char wiped[24];
    int code;

    (void)snprintf(runtime, sizeof runtime, "/run/user/%u", (unsigned)account->pw_uid);
    if ((code = put(pamh, "HOME", account->pw_dir)) != PAM_SUCCESS ||
        (code = put(pamh, "XDG_RUNTIME_DIR", runtime)) != PAM_SUCCESS ||
        (code = put(pamh, "LANG", "C.UTF-8")) != PAM_SUCCESS ||
        (code = put(pamh, "KIOSK_POLICY", policy_path)) != PAM_SUCCESS)
        return code;
    if (last == NULL || !session_record_is_clean(last))
        return PAM_SUCCESS;
    (void)snprintf(wiped, sizeof wiped, "%" PRIu64, last->end);
    return put(pamh, "KIOSK_PREVIOUS_WIPE", wiped);
}

void session_environment_unset(pam_handle_t *pamh)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        (void)pam_putenv(pamh, names[i]); /* PAM_BAD_ITEM: it was not set */
}
