/* The folders of a session's own: home, temporary, shared memory and runtime.
 * Runs as: root, in a mount namespace of the session's own.
 *
 * All of them lie in one tmpfs, so that one limit holds for all that a session stores and one look
 * tells how much it was. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "session-view.h"

/* Where each is seen, and the folder of the tmpfs that is seen there. */
static const struct private_folder {
    const char *path; /* NULL: the account's home */
    const char *folder;
    mode_t mode;
    bool is_accounts;
} privates[] = {
    {NULL,        "home",    0700,  true },
    {"/tmp",      "tmp",     01777, false},
    {"/var/tmp",  "var-tmp", 01777, false},
    {"/dev/shm",  "shm",     01777, false},
    {"/run/user", "user",    0755,  false},
};

enum { PRIVATE_COUNT = sizeof privates / sizeof privates[0] };

#define X_SOCKETS "/tmp/.X11-unix"

const char *private_folders_path(const struct session_view *view, unsigned i)
{
    if (i >= PRIVATE_COUNT)
        return NULL;
    return privates[i].path != NULL ? privates[i].path : view->account->pw_dir;
}

/* A folder of the tmpfs, whatever the application's umask is. */
static int make_folder(const struct session_view *view, const char *path, mode_t mode,
                       bool is_accounts)
{
    uid_t uid = is_accounts ? view->account->pw_uid : 0;
    gid_t gid = is_accounts ? view->account->pw_gid : 0;

    if (mkdirat(view->files, path, 0700) < 0 ||
        fchownat(view->files, path, uid, gid, AT_SYMLINK_NOFOLLOW) < 0 ||
        fchmodat(view->files, path, mode, 0) < 0)
        return -errno;
    return 0;
}

/* All folders, while the tmpfs is mounted nowhere and nobody else can look into it. */
static int make_folders(const struct session_view *view)
{
    char path[64];
    int result = 0;

    for (size_t i = 0; result == 0 && i < PRIVATE_COUNT; i++)
        result = make_folder(view, privates[i].folder, privates[i].mode, privates[i].is_accounts);
    if (result < 0)
        return result;
    (void)snprintf(path, sizeof path, "user/%u", (unsigned)view->account->pw_uid);
    result = make_folder(view, path, 0700, true);
    if (result < 0)
        return result;
    /* Root's and sticky: the session may start a display of its own beside the one it has. */
    result = make_folder(view, "tmp/.X11-unix", 01777, false);
    if (result < 0 || view->display < 0)
        return result;
    (void)snprintf(path, sizeof path, "tmp/.X11-unix/X%d", view->display);
    return mknodat(view->files, path, S_IFREG, 0) < 0 ? -errno : 0;
}

static int attach_at(struct session_view *view, int tree, const char *path)
{
    int target = mount_open_folder(path);
    int result;

    if (strlen(path) < sizeof view->where)
        (void)strcpy(view->where, path);
    if (target < 0)
        return target;
    result = mount_attach(&view->mounts, tree, target, path);
    close(target);
    return result;
}

/* Only a tree that is mounted can be copied in part, before Linux 6.15: the tmpfs as a whole goes
 * over the home, where its own folder for the home then covers it. */
static int attach_folders(struct session_view *view)
{
    int result = attach_at(view, view->files, view->account->pw_dir);

    for (unsigned i = 0; result == 0 && i < PRIVATE_COUNT; i++) {
        int tree = mount_copy(view->files, privates[i].folder);

        if (tree < 0)
            return tree;
        result = attach_at(view, tree, private_folders_path(view, i));
        close(tree);
    }
    return result;
}

/* The socket of the session's display, taken while the machine's own /tmp is in sight. A
 * descriptor or negative errno. */
static int copy_socket(struct session_view *view)
{
    struct stat status;
    int tree;

    (void)snprintf(view->where, sizeof view->where, X_SOCKETS "/X%d", view->display);
    tree = mount_copy(AT_FDCWD, view->where);
    if (tree < 0)
        return tree;
    if (fstat(tree, &status) < 0 || !S_ISSOCK(status.st_mode)) {
        close(tree);
        return -ENOTSOCK;
    }
    return tree;
}

static int attach_socket(struct session_view *view, int socket)
{
    int target;
    int result;

    (void)snprintf(view->where, sizeof view->where, X_SOCKETS "/X%d", view->display);
    target = open(view->where, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (target < 0)
        return -errno;
    result = mount_attach(&view->mounts, socket, target, view->where);
    close(target);
    return result;
}

int private_folders_open(struct session_view *view)
{
    int socket = -1;
    int result = 0;

    if (view->display >= 0)
        result = socket = copy_socket(view);
    if (result < 0)
        return result;
    result = view->files = mount_new_tmpfs(view->source, "0700", view->bytes, view->inodes);
    if (result >= 0 && (result = make_folders(view)) == 0 && (result = attach_folders(view)) == 0 &&
        socket >= 0)
        result = attach_socket(view, socket);
    if (socket >= 0)
        close(socket);
    return result < 0 ? result : 0;
}
