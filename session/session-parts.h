/* The parts of a running session, brought up in order and taken down.
 * Runs as: the kiosk user, in the main thread. */
#pragma once

#include <glib.h>

#include "boot-timer.h"
#include "browser-channel.h"
#include "closing-time.h"
#include "decoy-display.h"
#include "environment.h"
#include "idle.h"
#include "network-process.h"
#include "notify.h"
#include "policy.h"
#include "room-watch.h"
#include "state-machine.h"
#include "supervise.h"
#include "window-manager.h"
#include "x-display.h"

struct session {
    const struct policy *policy;
    const char *policy_path;
    struct session_machine machine;
    GMainLoop *loop;

    struct session_facts facts;
    struct x_display display;
    struct window_manager wm;
    struct idle_watch idle;
    struct browser_channel channel;
    struct decoy_display decoy;
    struct supervisor supervisor;
    struct notifier *notifier;
    int bus_fd, a11y_fd;
    char *bus_path, *a11y_path;
    char *bus_address, *a11y_address; /* owned; FACTS points at them */

    struct closing_watch closing;
    struct room_watch room;
    struct boot_timer countdown;
    struct boot_timer refresh;
    struct boot_timer duration;
    struct boot_timer duration_near;
    struct boot_timer patience;
    struct boot_timer pulse;
    struct network_process network;
    gint64 begun_ms;   /* boot_time_ms() */
    unsigned ready_ms; /* until the first page was painted; 0: not yet */
    unsigned pushes;   /* how often patience has run out */
};

/* Brings everything up until the browser runs. FALSE: *ret_reason says why not, a line has been
 * logged, and session_parts_stop has still to be called. */
gboolean session_parts_start(struct session *session, const struct session_listener *listener,
                             enum end_reason *ret_reason);

/* Kills what is left and removes the sockets. Works on a session that is half started. */
void session_parts_stop(struct session *session);
