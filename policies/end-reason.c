/* The closed set of reasons why a session ends, with their stable names.
 * Runs as: every part; owns nothing. */
#include "end-reason.h"

#include <signal.h>
#include <string.h>

enum { FIRST_EXIT_STATUS = 32 };

static const char *const names[END_REASON_COUNT] = {
    [END_REASON_LOGOUT_BUTTON] = "logout-button",
    [END_REASON_WEBMAIL_LOGOUT] = "webmail-logout",
    [END_REASON_IDLE] = "idle",
    [END_REASON_MAX_DURATION] = "max-duration",
    [END_REASON_CLOSING_TIME] = "closing-time",
    [END_REASON_SUSPEND] = "suspend",
    [END_REASON_SHUTDOWN] = "shutdown",
    [END_REASON_ADMIN] = "admin",
    [END_REASON_CRASH_BROWSER] = "crash-browser",
    [END_REASON_CRASH_SESSION] = "crash-session",
    [END_REASON_CRASH_X] = "crash-x",
    [END_REASON_POLICY_ERROR] = "policy-error",
};

const char *end_reason_name(enum end_reason reason)
{
    return names[reason];
}

bool end_reason_from_name(const char *name, enum end_reason *ret_reason)
{
    for (int i = 0; i < END_REASON_COUNT; i++) {
        if (strcmp(names[i], name) == 0) {
            *ret_reason = (enum end_reason)i;
            return true;
        }
    }
    return false;
}

int end_reason_exit_status(enum end_reason reason)
{
    return FIRST_EXIT_STATUS + (int)reason;
}

bool end_reason_from_exit_status(int status, enum end_reason *ret_reason)
{
    int index = status - FIRST_EXIT_STATUS;

    if (index < 0 || index >= END_REASON_COUNT)
        return false;
    *ret_reason = (enum end_reason)index;
    return true;
}

/* SIGTERM is also what the rest of the world sends. */
static const struct {
    enum end_reason reason;
    int number;
} signals[] = {
    {END_REASON_SHUTDOWN, SIGTERM},
    {END_REASON_SUSPEND,  SIGUSR1},
    {END_REASON_ADMIN,    SIGUSR2},
};

enum { SIGNAL_COUNT = sizeof signals / sizeof signals[0] };

bool end_reason_is_roots(enum end_reason reason)
{
    for (int i = 0; i < SIGNAL_COUNT; i++)
        if (signals[i].reason == reason)
            return true;
    return false;
}

int end_reason_signal(enum end_reason reason)
{
    for (int i = 0; i < SIGNAL_COUNT; i++)
        if (signals[i].reason == reason)
            return signals[i].number;
    return SIGTERM;
}

enum end_reason end_reason_from_signal(int number)
{
    for (int i = 0; i < SIGNAL_COUNT; i++)
        if (signals[i].number == number)
            return signals[i].reason;
    return END_REASON_SHUTDOWN;
}
