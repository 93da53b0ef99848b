/* The command line of kiosk-browser.
 * Runs as: the kiosk user. */
#pragma once

#include <stdbool.h>

struct browser_options {
    const char *policy_path; /* of argv, or KIOSK_POLICY_PATH */
    int channel_fd;
};

/* Strict: an unknown, repeated or malformed argument is an error, told on stderr. */
bool browser_options_parse(int argc, char **argv, struct browser_options *ret_options);
