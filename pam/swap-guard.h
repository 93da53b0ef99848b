/* Keeps the memory of a session, its files' and its programs', out of swap space on a disk.
 * Runs as: root, in the PAM application's process and in kiosk-launch.
 *
 * The flag "noswap" of tmpfs (Linux 6.4) is about files only. A control group whose
 * memory.swap.max is 0 (version 2, Linux 4.5) holds for every page that its processes are the first
 * to touch, those of a tmpfs among them: that is what keeps the promise, on any kernel. */
#pragma once

#include <limits.h>

enum swap_state {
    SWAP_NONE,     /* the machine has no swap space on a disk */
    SWAP_KEPT_OUT, /* whatever it has, the session's memory is not written there */
    SWAP_POSSIBLE, /* it has, and nothing keeps the session's memory out of it */
    SWAP_STATE_COUNT
};

struct swap_guard {
    enum swap_state state;
    char back[PATH_MAX]; /* the cgroup.procs of the group that this process came from; "" */
};

/* The word for STATE in records. */
const char *swap_state_name(enum swap_state state);

/* Moves this process into a group that is never swapped out, where it can, unless it is in one;
 * its children inherit that. Says in *ret_guard what came of it. */
void swap_guard_enter(struct swap_guard *ret_guard);

/* Takes this process back to the group it came from. */
void swap_guard_leave(struct swap_guard *guard);
