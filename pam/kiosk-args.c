/* The words after pam_kiosk.so in a PAM service file.
 * Runs as: root, in the PAM application's process. */
#include "kiosk-args.h"

#include <security/pam_ext.h>
#include <string.h>
#include <syslog.h>

#include "config.h"

static const char *value_of(const char *argument, const char *key)
{
    size_t length = strlen(key);

    return strncmp(argument, key, length) == 0 ? argument + length : NULL;
}

/* True when ARGUMENT is one of ours and its value can be used. */
static bool read_one(pam_handle_t *pamh, const char *argument, struct kiosk_args *args)
{
    const char *value;

    if ((value = value_of(argument, "policy=")) != NULL) {
        args->policy = value;
        return value[0] == '/';
    }
    if ((value = value_of(argument, "user=")) != NULL) {
        args->user = value;
        return value[0] != '\0';
    }
    if (strcmp(argument, "caller-policy") == 0) {
        /* Only for a service whose application and whole stack are root's own: kiosk-launch. */
        value = pam_getenv(pamh, "KIOSK_POLICY");
        if (value != NULL)
            args->policy = value;
        return args->policy[0] == '/';
    }
    if (strcmp(argument, "debug") == 0) {
        args->debug = true;
        return true;
    }
    return false;
}

int kiosk_args_read(pam_handle_t *pamh, int argc, const char **argv, struct kiosk_args *ret_args)
{
    struct kiosk_args args = {.policy = KIOSK_POLICY_PATH, .user = "kiosk"};

    for (int i = 0; i < argc; i++) {
        if (!read_one(pamh, argv[i], &args)) {
            pam_syslog(pamh, LOG_ERR, "argument not understood: %s", argv[i]);
            return PAM_SERVICE_ERR;
        }
    }
    *ret_args = args;
    return PAM_SUCCESS;
}
