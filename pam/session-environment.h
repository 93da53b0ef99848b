/* The environment that PAM gives a session.
 * Runs as: root, in the PAM application's process. */
#pragma once

#include <pwd.h>
#include <security/pam_modules.h>

#include "session-record.h"

/* LAST is the record of the account's previous session, or NULL. A PAM code. */
int session_environment_set(pam_handle_t *pamh, const struct passwd *account,
                            const char *policy_path, const struct session_record *last);
void session_environment_unset(pam_handle_t *pamh);
