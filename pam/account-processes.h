/* The processes of a kiosk account: how many there are, and their end.
 * Runs as: root. */
#pragma once

#include <sys/types.h>

/* Counts the processes that run as UID in any of their four user ids; the dead that nobody has
 * waited for hold nothing and do not count. Negative errno when /proc cannot be read. */
int account_processes_count(uid_t uid);

/* Kills every process of UID, again and again until none is left, for TIMEOUT_MS at most.
 * Returns how many were seen, -ETIME when some outlived it all, -EPERM for root, or another
 * negative errno. */
int account_processes_kill(uid_t uid, unsigned timeout_ms);
