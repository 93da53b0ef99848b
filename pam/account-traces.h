/* What an account can leave behind that is neither a process nor a file of its session.
 * Runs as: root, in the PAM application's process. */
#pragma once

#include <pwd.h>
#include <stdint.h>

/* Removes what the kernel keeps for UID beyond its last process: System V shared memory, semaphores
 * and message queues, POSIX message queues, and the keys of its user keyrings. 0, or the first
 * negative errno; all of it is attempted. */
int account_traces_remove(uid_t uid);

/* A static word for the first thing that is left of ACCOUNT on this machine: an IPC object, or a
 * job, mail or print job that came or changed at SINCE, in seconds since 1970, or later. NULL:
 * there is none. */
const char *account_traces_find(const struct passwd *account, uint64_t since);
