/* What reaches kiosk-launch from outside of its sessions: root's kioskctl, logind, the clock.
 * Runs as: root, in kiosk-launch. */
#pragma once

#include <stdbool.h>

#include "clock-watch.h"
#include "end-reason.h"
#include "logind-watch.h"

struct launch_orders {
    int fd; /* readable when there is an order; -1: none will come */
    int state_dir;
    int control; /* -1: another kiosk-launch has it */
    struct clock_watch clock;
    struct logind_watch logind;
};

enum launch_order {
    LAUNCH_ORDER_NONE,
    LAUNCH_ORDER_END,  /* end the session, then begin the next */
    LAUNCH_ORDER_STOP, /* end the session, and that is all */
    LAUNCH_ORDER_WOKE, /* the machine has slept with a session on its screen */
};

/* What cannot be opened is told on stderr and done without. Close with launch_orders_close, which
 * takes the result of a failure too. */
void launch_orders_open(struct launch_orders *orders, int state_dir);
void launch_orders_close(struct launch_orders *orders);

/* A session is about to begin: starts the watch on logind again where it has ended. */
void launch_orders_session_begins(struct launch_orders *orders);

/* Takes the next order when FD is readable; other events are dealt with. STATUS is the answer to
 * who asks for it. *ret_reason is set for END, STOP and WOKE. */
enum launch_order launch_orders_take(struct launch_orders *orders, const char *status,
                                     bool has_session, enum end_reason *ret_reason);

/* Nothing of a session is left. */
void launch_orders_session_over(const struct launch_orders *orders);
