/* What the root zone says to the person in front of the screen.
 * Runs as: root; static texts. */
#pragma once

#include <time.h>

#include "policy.h"

enum user_message {
    USER_MESSAGE_POLICY_INVALID,
    USER_MESSAGE_NOT_HERE,
    USER_MESSAGE_ALREADY_OPEN,
    USER_MESSAGE_CLOSED,
    USER_MESSAGE_HOME_UNUSABLE,
    USER_MESSAGE_WIPE_FAILED,
    USER_MESSAGE_WIPE_REMEDY, /* what failed follows it */
    USER_MESSAGE_SWAP_POSSIBLE,
    USER_MESSAGE_SETUP_FAILED,
    USER_MESSAGE_REFUSED,
    USER_MESSAGE_INTERRUPTED,
    USER_MESSAGE_SCREEN_TITLE,
    USER_MESSAGE_DETAIL_TITLE,
    USER_MESSAGE_COUNT
};

/* UTF-8, one paragraph, never a log line. */
const char *user_message_text(enum user_message message, enum policy_language language);

enum { USER_MESSAGE_OPENING_MAX = 128 };

/* "It opens on Monday 30 November at 07:30."; empty when WHEN is 0. */
void user_message_opening(time_t when, enum policy_language language,
                          char buffer[USER_MESSAGE_OPENING_MAX]);
