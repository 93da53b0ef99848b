/* A child that ends when its parent does.
 * Runs as: root, in kiosk-launch and its session leaders. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct child_process {
    pid_t pid; /* 0: none */
    int fd;    /* its pidfd: readable when it has ended; -1: none */
};

/* Forks. 1 in the parent, which owns *ret_child; 0 in the child; negative errno. The child gets
 * DEATH_SIGNAL when the parent ends, has no blocked or ignored signals, and stdin from /dev/null.
 */
int child_process_fork(int death_signal, struct child_process *ret_child);

/* Asks again for DEATH_SIGNAL, which a change of user makes the kernel forget. */
void child_process_follow_parent(int death_signal, pid_t parent);

/* Waits for TIMEOUT_MS at most. True: it has ended, *ret_status is wait(2)'s and CHILD is none. */
bool child_process_wait(struct child_process *child, int timeout_ms, int *ret_status);

/* SIGTERM, and SIGKILL if it has not ended after TIMEOUT_MS; CHILD is none afterwards. */
void child_process_end(struct child_process *child, int timeout_ms);
