/* Tells when the policy may have changed.
 * Runs as: root, in kiosk-launch. */
#include "policy-watch.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

/* A file counts when it is complete, not when it is begun. */
static const uint32_t changes =
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB;

/* A folder on the way to the policy counts when it appears. */
static const uint32_t arrivals = IN_CREATE | IN_MOVED_TO | IN_ATTRIB;

/* Watches the folder of PATH, or the nearest one above it that exists. */
static int watch_folder_of(int fd, const char *path, uint32_t mask)
{
    char folder[PATH_MAX];

    if (strlen(path) >= sizeof folder)
        return -ENAMETOOLONG;
    (void)strcpy(folder, path);
    for (;;) {
        char *slash = strrchr(folder, '/');

        if (slash == NULL)
            return -EINVAL;
        slash[slash == folder ? 1 : 0] = '\0';
        if (inotify_add_watch(fd, folder, mask | IN_ONLYDIR) >= 0)
            return 0;
        if ((errno != ENOENT && errno != ENOTDIR) || slash == folder)
            return -errno;
        mask = arrivals;
    }
}

int policy_watch_open(const char *path)
{
    char drop_ins[PATH_MAX];
    uint32_t mask = changes;
    int result;
    int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);

    if (fd < 0)
        return -errno;
    if (snprintf(drop_ins, sizeof drop_ins, "%s.d", path) >= (int)sizeof drop_ins) {
        close(fd);
        return -ENAMETOOLONG;
    }
    if (inotify_add_watch(fd, drop_ins, changes | IN_ONLYDIR) < 0)
        mask |= IN_CREATE; /* there are none yet: their folder may appear */
    result = watch_folder_of(fd, path, mask);
    if (result < 0) {
        close(fd);
        return result;
    }
    return fd;
}
