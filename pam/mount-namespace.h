/* Into a mount namespace of the session's own, and back.
 * Runs as: root, in the PAM application's process. */
#pragma once

struct mount_namespace {
    int host;   /* the namespace that was left; -1: none was */
    int folder; /* the working folder there */
};

/* Moves this process into a copy of the mount namespace. What the machine mounts or unmounts later
 * still arrives; nothing goes the other way. 0 or negative errno, then nothing has changed. */
int mount_namespace_enter(struct mount_namespace *ret_namespace);

/* Goes back and forgets the descriptors. 0, or negative errno: -EINVAL in a process with threads,
 * which stays where it is. */
int mount_namespace_leave(struct mount_namespace *left);
