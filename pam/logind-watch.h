/* kiosk-logind, the program that holds the machine back from sleep until a session has ended.
 * Runs as: root, in kiosk-launch.
 *
 * It says over a SOCK_SEQPACKET socket pair, one byte a packet, what logind is about to do;
 * kiosk-launch answers when nothing of a session is left. */
#pragma once

#include "child-process.h"

enum { LOGIND_SUSPEND = 's', LOGIND_SHUTDOWN = 'h', LOGIND_GO = 'g' };

struct logind_watch {
    struct child_process process;
    int fd; /* -1: it does not run */
};

/* 0 or negative errno. That there is no logind shows when the program ends. */
int logind_watch_start(struct logind_watch *watch);
void logind_watch_stop(struct logind_watch *watch);

/* What it has to say: LOGIND_SUSPEND or LOGIND_SHUTDOWN; 0: it has ended. */
char logind_watch_read(const struct logind_watch *watch);

/* Nothing of a session is left: the machine may go to sleep. */
void logind_watch_let_go(const struct logind_watch *watch);
