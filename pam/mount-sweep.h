/* File systems of a session that are still mounted in this process's own view.
 * Runs as: root, in the PAM application's process. */
#pragma once

#include <sys/types.h>

/* Unmounts every file system that bears the name of UID's sessions. 0 or negative errno: -EBUSY
 * when something was in use; it is then taken out of sight all the same. */
int mount_sweep(uid_t uid);
