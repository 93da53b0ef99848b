/* Opens files that root alone could have written.
 * Runs as: every part, root included; owns nothing but the descriptors it returns. */
#include "trusted-open.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* O_NONBLOCK: a FIFO or device put in a file's place must not hold the caller up. */
enum {
    FLAGS_ALWAYS = O_CLOEXEC | O_NOFOLLOW,
    FLAGS_FILE = FLAGS_ALWAYS | O_RDONLY | O_NONBLOCK | O_NOCTTY,
    FLAGS_FOLDER = FLAGS_ALWAYS | O_RDONLY | O_DIRECTORY,
    FLAGS_STEP = FLAGS_ALWAYS | O_PATH, /* needs only search permission, as the kiosk user has */
};

static int check(int fd, mode_t kind)
{
    struct stat status;

    if (fstat(fd, &status) < 0)
        return -errno;
    if (S_ISLNK(status.st_mode))
        return -ELOOP; /* what O_PATH with O_NOFOLLOW opens */
    if ((status.st_mode & S_IFMT) != kind)
        return kind == S_IFDIR ? -ENOTDIR : -EINVAL;
    if (status.st_uid != 0 || (status.st_mode & (S_IWGRP | S_IWOTH)))
        return -EPERM;
    return 0;
}

static int open_checked(int folder, const char *name, int flags, mode_t kind)
{
    int fd = openat(folder, name, flags);
    int status;

    if (fd < 0)
        return -errno;
    status = check(fd, kind);
    if (status < 0) {
        (void)close(fd); /* nothing was written */
        return status;
    }
    return fd;
}

/* Copies the first component of *path to NAME and moves *path behind it and its slashes. */
static bool next_component(const char **path, char name[NAME_MAX + 1])
{
    size_t length = strcspn(*path, "/");

    if (length == 0 || length > NAME_MAX)
        return false;
    memcpy(name, *path, length);
    name[length] = '\0';
    *path += length;
    *path += strspn(*path, "/");
    return true;
}

static int open_path(const char *path, int flags, mode_t kind)
{
    char name[NAME_MAX + 1];
    int folder;

    if (path[0] != '/')
        return -EINVAL;
    path += strspn(path, "/");
    folder = open_checked(AT_FDCWD, "/", FLAGS_STEP | O_DIRECTORY, S_IFDIR);
    while (folder >= 0) {
        bool last;
        int next = -EINVAL;

        if (next_component(&path, name)) {
            last = *path == '\0';
            next = open_checked(folder, name, last ? flags : FLAGS_STEP, last ? kind : S_IFDIR);
        }
        (void)close(folder); /* nothing was written */
        folder = next;
        if (*path == '\0')
            break;
    }
    return folder;
}

int trusted_open_file(const char *path)
{
    return open_path(path, FLAGS_FILE, S_IFREG);
}

int trusted_open_folder(const char *path)
{
    return open_path(path, FLAGS_FOLDER, S_IFDIR);
}

int trusted_open_file_at(int folder, const char *name)
{
    return open_checked(folder, name, FLAGS_FILE, S_IFREG);
}
