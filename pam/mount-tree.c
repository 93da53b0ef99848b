/* Mounting by descriptor: a thin layer over the kernel's mount calls.
 * Runs as: root, in a mount namespace of the session's own. */
#include "mount-tree.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int mount_open_folder(const char *path)
{
    struct open_how how = {
        .flags = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC,
        .resolve = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
    };
    long fd = syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);

    return fd < 0 ? -errno : (int)fd;
}

static int configure(int context, const char *key, const char *value)
{
    return fsconfig(context, FSCONFIG_SET_STRING, key, value, 0) < 0 ? -errno : 0;
}

static int configure_number(int context, const char *key, uint64_t value)
{
    char text[24];

    (void)snprintf(text, sizeof text, "%" PRIu64, value);
    return configure(context, key, text);
}

int mount_new_tmpfs(const char *source, const char *mode, uint64_t bytes, unsigned inodes)
{
    int result;
    int context = fsopen("tmpfs", FSOPEN_CLOEXEC);

    if (context < 0)
        return -errno;
    if ((result = configure(context, "source", source)) < 0 ||
        (result = configure(context, "mode", mode)) < 0 ||
        (result = configure_number(context, "size", bytes)) < 0 ||
        (result = configure_number(context, "nr_inodes", inodes)) < 0)
        goto out;
    /* Refused before Linux 6.4; swap-guard.h holds on any. */
    (void)fsconfig(context, FSCONFIG_SET_FLAG, "noswap", NULL, 0);
    if (fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0) {
        result = -errno;
        goto out;
    }
    result =
        fsmount(context, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
    if (result < 0)
        result = -errno;
out:
    close(context);
    return result;
}

int mount_copy(int fd, const char *path)
{
    int tree = open_tree(fd, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_SYMLINK_NOFOLLOW);

    return tree < 0 ? -errno : tree;
}

int mount_make_read_only(int fd)
{
    struct mount_attr attributes = {.attr_set = MOUNT_ATTR_RDONLY};

    if (mount_setattr(fd, "", AT_EMPTY_PATH, &attributes, sizeof attributes) < 0)
        return -errno;
    return 0;
}

int mount_attach(struct mount_list *list, int tree, int target, const char *path)
{
    if (list->count == MOUNT_LIST_MAX)
        return -E2BIG;
    if (strlen(path) >= MOUNT_PATH_MAX)
        return -ENAMETOOLONG;
    if (move_mount(tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) < 0)
        return -errno;
    (void)strcpy(list->paths[list->count++], path);
    return 0;
}

int mount_list_undo(struct mount_list *list)
{
    int result = 0;

    while (list->count > 0) {
        const char *path = list->paths[--list->count];

        if (umount2(path, UMOUNT_NOFOLLOW) == 0)
            continue;
        if (result == 0)
            result = -errno;
        (void)umount2(path, UMOUNT_NOFOLLOW | MNT_DETACH); /* the failure is reported already */
    }
    return result;
}

int mount_make_folders(int fd, const char *relative)
{
    char path[MOUNT_PATH_MAX];
    size_t length = strlen(relative);

    if (length >= sizeof path)
        return -ENAMETOOLONG;
    memcpy(path, relative, length + 1);
    for (size_t i = 1; i <= length; i++) {
        char kept = path[i];

        if (kept != '/' && kept != '\0')
            continue;
        path[i] = '\0';
        if (mkdirat(fd, path, 0755) < 0 && errno != EEXIST)
            return -errno;
        if (fchmodat(fd, path, 0755, 0) < 0) /* whatever the application's umask is */
            return -errno;
        path[i] = kept;
    }
    return 0;
}
