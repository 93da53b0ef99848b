/* What a session sees of the machine: which folders are covered, kept, or its own.
 * Runs as: root, in a mount namespace of the session's own. */
#pragma once

#include <pwd.h>
#include <stdint.h>

#include "mount-tree.h"

/* What session_view_open is to make, and what it made. */
struct session_view {
    const struct passwd *account;
    uint64_t bytes;  /* what all private folders may hold together */
    unsigned inodes; /* and in how many files and folders */
    int display;     /* the X display whose socket stays reachable; -1: none */

    char source[32];            /* the name of the session's file systems in mountinfo */
    struct mount_list mounts;   /* undo them, whatever session_view_open returned */
    int files;                  /* the root of the private file system; -1: not made */
    char where[MOUNT_PATH_MAX]; /* the path that a failure was about */
};

/* Covers everything that is not on the list of what a session needs, and lays one private, empty
 * file system over its home, temporary, shared memory and runtime folders. 0 or negative errno. */
int session_view_open(struct session_view *view);

/* The second half of it, in private-folders.c. */
int private_folders_open(struct session_view *view);

/* The private folder of number I is seen at this path; NULL after the last. */
const char *private_folders_path(const struct session_view *view, unsigned i);
