/* Reads the command line; every argument that is not understood is refused.
 * Runs as: the kiosk user. */
#include "options.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "log.h"

static bool parse_fd(const char *text, int *ret_fd)
{
    char *end = NULL;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < 3 || value > INT_MAX)
        return false;
    *ret_fd = (int)value;
    return true;
}

static const char *value_of(const char *argument, const char *option)
{
    size_t length = strlen(option);
    return strncmp(argument, option, length) == 0 ? argument + length : NULL;
}

bool browser_options_parse(int argc, char **argv, struct browser_options *ret_options)
{
    struct browser_options options = {.policy_path = NULL, .channel_fd = -1};
    for (int i = 1; i < argc; i++) {
        const char *policy = value_of(argv[i], "--policy=");
        const char *fd = value_of(argv[i], "--channel-fd=");
        bool understood = (policy && *policy && !options.policy_path) ||
                          (fd && options.channel_fd < 0 && parse_fd(fd, &options.channel_fd));
        if (!understood) {
            browser_log("argument refused: %s", argv[i]);
            browser_log("usage: kiosk-browser [--policy=FILE] --channel-fd=N");
            return false;
        }
        if (policy)
            options.policy_path = policy;
    }
    if (options.channel_fd < 0) {
        browser_log("usage: kiosk-browser [--policy=FILE] --channel-fd=N");
        return false;
    }
    if (!options.policy_path)
        options.policy_path = KIOSK_POLICY_PATH;
    *ret_options = options;
    return true;
}
