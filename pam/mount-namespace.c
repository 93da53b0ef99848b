/* Into a mount namespace of the session's own, and back.
 * Runs as: root, in the PAM application's process.
 *
 * Never a PID namespace here: a process that unshared one can start no thread afterwards, and
 * display managers do. kiosk-launch makes that one for its child. */
#include "mount-namespace.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stddef.h>
#include <sys/mount.h>
#include <unistd.h>

static void forget(struct mount_namespace *space)
{
    if (space->host >= 0)
        close(space->host);
    if (space->folder >= 0)
        close(space->folder);
    space->host = space->folder = -1;
}

int mount_namespace_enter(struct mount_namespace *ret_namespace)
{
    int error;
    struct mount_namespace space = {
        .host = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC),
        .folder = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC),
    };

    if (space.host < 0 || unshare(CLONE_NEWNS) < 0) {
        error = -errno;
        forget(&space);
        return error;
    }
    /* Slave and not private: the unmounting of a stick must reach us, or it would stay busy. */
    if (mount(NULL, "/", NULL, MS_SLAVE | MS_REC, NULL) < 0) {
        error = -errno;
        (void)mount_namespace_leave(&space);
        return error;
    }
    *ret_namespace = space;
    return 0;
}

int mount_namespace_leave(struct mount_namespace *left)
{
    int result = 0;

    if (left->host >= 0 && setns(left->host, CLONE_NEWNS) < 0)
        result = -errno;
    else if (left->host >= 0 && left->folder >= 0)
        (void)!fchdir(left->folder); /* the namespace's root will do when it has gone */
    forget(left);
    return result;
}
