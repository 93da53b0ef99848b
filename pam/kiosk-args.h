/* The words after pam_kiosk.so in a PAM service file.
 * Runs as: root, in the PAM application's process. */
#pragma once

#include <security/pam_modules.h>
#include <stdbool.h>

struct kiosk_args {
    const char *policy; /* the policy's file */
    const char *user;   /* the account that is refused while no valid policy says who is one */
    bool debug;
};

/* Reads the arguments as libpam hands them over; *ret_args borrows from ARGV and PAMH.
 * PAM_SUCCESS, or PAM_SERVICE_ERR, logged, for an argument that is unknown or not an absolute
 * path; *ret_args is untouched then. */
int kiosk_args_read(pam_handle_t *pamh, int argc, const char **argv, struct kiosk_args *ret_args);
