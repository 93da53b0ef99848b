/* What a session sees of the machine: which folders are covered and what of them is kept.
 * Runs as: root, in a mount namespace of the session's own.
 *
 * A list of what is seen, not of what is hidden: a folder that nobody thought of is covered. */
#include "session-view.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The folders of / that a session sees; it finds the others empty. */
static const char *const seen_at_root[] = {
    ".",      "..",   "bin", "dev",  "etc", "lib", "lib32", "lib64",
    "libx32", "proc", "run", "sbin", "sys", "tmp", "usr",   "var",
};

/* Of those, the folders that are covered too, and what of them stays in sight. */
static const char *const covered[] = {"/run", "/var"};
static const char *const kept[] = {
    "/run/NetworkManager", /* one of these three holds resolv.conf, as the machine is set up */
    "/run/resolvconf",     "/run/systemd/resolve",
    "/run/dbus", /* the system bus says that the machine is about to sleep */
    "/run/nscd",           "/var/cache/fontconfig",
    "/var/lib/dbus", /* the machine's id, on older systems */
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { COVER_BYTES = 65536, COVER_INODES = 64 };

/* One folder that is being covered. */
struct cover {
    const char *folder;
    int tree;              /* the empty tmpfs */
    int kept[COUNT(kept)]; /* copies of what stays in sight; -1: not below this folder */
};

/* The rest of PATH when it lies below FOLDER, else NULL. */
static const char *below(const char *path, const char *folder)
{
    size_t length = strlen(folder);

    if (strncmp(path, folder, length) != 0 || path[length] != '/')
        return NULL;
    return path + length + 1;
}

/* Copies what is kept of the folder, and makes the folders on which it will be seen. */
static int copy_kept(struct cover *cover)
{
    for (size_t i = 0; i < COUNT(kept); i++) {
        const char *relative = below(kept[i], cover->folder);
        int result;

        if (relative == NULL)
            continue;
        cover->kept[i] = mount_copy(AT_FDCWD, kept[i]);
        if (cover->kept[i] == -ENOENT)
            continue;
        if (cover->kept[i] < 0)
            return cover->kept[i];
        result = mount_make_folders(cover->tree, relative);
        if (result < 0)
            return result;
    }
    return 0;
}

/* Makes the folders on which the private ones will be seen. */
static int make_room(const struct session_view *view, const struct cover *cover)
{
    const char *path;

    for (unsigned i = 0; (path = private_folders_path(view, i)) != NULL; i++) {
        const char *relative = below(path, cover->folder);
        int result = relative == NULL ? 0 : mount_make_folders(cover->tree, relative);

        if (result < 0)
            return result;
    }
    return 0;
}

static int attach_kept(struct session_view *view, const struct cover *cover)
{
    for (size_t i = 0; i < COUNT(kept); i++) {
        int target;
        int result;

        if (cover->kept[i] < 0)
            continue;
        target = openat(cover->tree, below(kept[i], cover->folder),
                        O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (target < 0)
            return -errno;
        result = mount_attach(&view->mounts, cover->kept[i], target, kept[i]);
        close(target);
        if (result < 0)
            return result;
    }
    return 0;
}

static int fill_and_attach(struct session_view *view, struct cover *cover, int target)
{
    int result;

    cover->tree = mount_new_tmpfs(view->source, "0755", COVER_BYTES, COVER_INODES);
    if (cover->tree < 0)
        return cover->tree;
    if ((result = copy_kept(cover)) < 0 || (result = make_room(view, cover)) < 0 ||
        (result = mount_make_read_only(cover->tree)) < 0 ||
        (result = mount_attach(&view->mounts, cover->tree, target, cover->folder)) < 0)
        return result;
    return attach_kept(view, cover);
}

/* Lays an empty read-only tmpfs over FOLDER, and mounts again in it what is kept of it. */
static int cover_folder(struct session_view *view, const char *folder)
{
    struct cover cover = {.folder = folder, .tree = -1};
    int result;
    int target = mount_open_folder(folder);

    if (target < 0)
        return target;
    for (size_t i = 0; i < COUNT(kept); i++)
        cover.kept[i] = -1;
    result = fill_and_attach(view, &cover, target);
    for (size_t i = 0; i < COUNT(kept); i++) {
        if (cover.kept[i] >= 0)
            close(cover.kept[i]);
    }
    if (cover.tree >= 0)
        close(cover.tree);
    close(target);
    return result;
}

static bool is_seen_at_root(const char *name)
{
    for (size_t i = 0; i < COUNT(seen_at_root); i++) {
        if (strcmp(seen_at_root[i], name) == 0)
            return true;
    }
    return false;
}

/* Covers every folder of / that is not on the list. A link there leads to a folder that is covered
 * or seen under its own name. */
static int cover_root(struct session_view *view)
{
    DIR *root = opendir("/");
    const struct dirent *entry;
    int result = 0;

    if (root == NULL)
        return -errno;
    while (result == 0 && (entry = readdir(root)) != NULL) {
        struct stat status;

        if (is_seen_at_root(entry->d_name) ||
            fstatat(dirfd(root), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) < 0 ||
            !S_ISDIR(status.st_mode))
            continue;
        if (strlen(entry->d_name) > MOUNT_PATH_MAX - 2) {
            result = -ENAMETOOLONG;
            break;
        }
        (void)snprintf(view->where, sizeof view->where, "/%.*s", MOUNT_PATH_MAX - 2, entry->d_name);
        result = cover_folder(view, view->where);
    }
    closedir(root);
    return result;
}

int session_view_open(struct session_view *view)
{
    int result = cover_root(view);

    for (size_t i = 0; result == 0 && i < COUNT(covered); i++) {
        (void)strcpy(view->where, covered[i]);
        result = cover_folder(view, covered[i]);
    }
    return result < 0 ? result : private_folders_open(view);
}
