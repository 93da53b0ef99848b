/* One round of kiosk-launch: a fresh X server, and a session on it.
 * Runs as: root. */
#pragma once

#include <stdbool.h>
#include <time.h>

#include "launch-orders.h"
#include "leader-channel.h"
#include "x-server.h"

enum round_result {
    ROUND_ENDED,   /* a session was opened, and is closed */
    ROUND_REFUSED, /* PAM refused; the X server still runs, for the screen that says so */
    ROUND_NO_X,    /* there is no X server */
    ROUND_STOPPED, /* kiosk-launch was told to stop before there was a session */
};

struct launch_round {
    const struct launch_options *options;
    int state_dir;
    int stop_fd; /* readable when kiosk-launch is to stop */
    struct launch_orders orders;
    unsigned number; /* of the session, for the transcript */

    struct x_server x_server;
    bool is_open;               /* a session was opened */
    time_t since;               /* when that was */
    bool is_stopped;            /* kiosk-launch was told to stop */
    struct leader_message last; /* LEADER_REFUSED or LEADER_CLOSED, when there was one */
};

/* Takes the orders that are there while no session is. */
void launch_round_idle_orders(struct launch_round *round);

/* Runs ROUND; what it did is written to stdout as it happens, a line each. */
enum round_result launch_round_run(struct launch_round *round);
