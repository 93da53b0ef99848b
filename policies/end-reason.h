/* The closed set of reasons why a session ends, with their stable names.
 * Runs as: every part; owns nothing. */
#pragma once

#include <stdbool.h>

enum end_reason {
    END_REASON_LOGOUT_BUTTON,
    END_REASON_WEBMAIL_LOGOUT,
    END_REASON_IDLE,
    END_REASON_MAX_DURATION,
    END_REASON_CLOSING_TIME,
    END_REASON_SUSPEND,
    END_REASON_SHUTDOWN,
    END_REASON_ADMIN,
    END_REASON_CRASH_BROWSER,
    END_REASON_CRASH_SESSION,
    END_REASON_CRASH_X,
    END_REASON_POLICY_ERROR,
    END_REASON_COUNT
};

/* The name used in logs, records, messages and tests; a static string. */
const char *end_reason_name(enum end_reason reason);

/* True and *ret_reason set when NAME is exactly one of the names; else *ret_reason is untouched. */
bool end_reason_from_name(const char *name, enum end_reason *ret_reason);

/* The exit status by which kiosk-session tells its reason (32 + the enum's value, so that neither
 * success, a shell's nor a signal's status can be mistaken for one), and back. */
int end_reason_exit_status(enum end_reason reason);
bool end_reason_from_exit_status(int status, enum end_reason *ret_reason);

/* True for the reasons for which root ends a session: shutdown, suspend, admin. */
bool end_reason_is_roots(enum end_reason reason);

/* The signal by which root tells kiosk-session one of these, SIGTERM for all other reasons; and
 * back: shutdown for all other signals. */
int end_reason_signal(enum end_reason reason);
enum end_reason end_reason_from_signal(int number);
