/* Mounting by descriptor: a thin layer over the kernel's mount calls.
 * Runs as: root, in a mount namespace of the session's own.
 *
 * Everything is opened first and mounted on what was opened, so that no path is walked twice and
 * none can be swapped in between. The list remembers what is to be unmounted again. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { MOUNT_LIST_MAX = 128, MOUNT_PATH_MAX = 256 };

struct mount_list {
    size_t count;
    char paths[MOUNT_LIST_MAX][MOUNT_PATH_MAX]; /* in the order they were mounted */
};

/* Opens the folder (O_PATH) at PATH, which may not lead through a symbolic link, nor be one.
 * A descriptor or negative errno (-ELOOP for a link, -ENOTDIR). */
int mount_open_folder(const char *path);

/* A new tmpfs that is mounted nowhere yet: nosuid, nodev, noexec, its root owned by root with MODE
 * (octal); never swapped out where the kernel can do that (Linux 6.4). SOURCE is its name in
 * /proc/PID/mountinfo. A descriptor or negative errno. */
int mount_new_tmpfs(const char *source, const char *mode, uint64_t bytes, unsigned inodes);

/* A copy of what is at PATH, without what is mounted below, that is mounted nowhere yet.
 * PATH may be relative to the folder FD. A descriptor or negative errno. */
int mount_copy(int fd, const char *path);

/* Makes FD, mounted nowhere yet, read-only. 0 or negative errno. */
int mount_make_read_only(int fd);

/* Mounts TREE on what the descriptor TARGET has open, and remembers PATH, by which it is known.
 * 0 or negative errno. */
int mount_attach(struct mount_list *list, int tree, int target, const char *path);

/* Unmounts all of LIST, the last first. 0, or the first negative errno: -EBUSY when something was
 * in use; that mount is then taken out of sight all the same. LIST is empty afterwards. */
int mount_list_undo(struct mount_list *list);

/* Makes folders below the folder FD, as "mkdir -p", all 0755 of root; RELATIVE has no "..".
 * 0 or negative errno. */
int mount_make_folders(int fd, const char *relative);
