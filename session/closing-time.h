/* Watches the opening hours: the notices before the end, and the end.
 * Runs as: the kiosk user, in the main thread.
 *
 * The hours go by the machine's clock, which root alone sets; each step of it is noticed at once. A
 * step into the closed hours ends nothing without its notice, a step back takes the notices back;
 * the longest time of a session goes by another clock. */
#pragma once

#include <glib.h>
#include <time.h>

#include "listener.h"
#include "opening-hours.h"

enum closing_step { CLOSING_WAIT, CLOSING_NOTICE, CLOSING_END };

struct closing_plan {
    int notices;     /* of this closing: none, the early one, the last one */
    gint64 grace_ms; /* boot_time_ms() of an end that no notice foretold; 0: none */
    time_t next;     /* when to look again; 0: when the clock is set */
    unsigned left;   /* of CLOSING_NOTICE: seconds */
};

/* What is to be done at NOW, with the machine's boot time at BOOT_MS. Pure. */
enum closing_step closing_plan_step(struct closing_plan *plan, const struct opening *opening,
                                    time_t now, gint64 boot_ms);

struct closing_watch {
    const struct policy *policy;
    struct closing_plan plan;
    int fd;
    guint source;
    struct session_listener listener;
};

/* Notices are told as SESSION_EVENT_CLOSING_NEAR, the end is requested. FALSE with errno: no timer.
 * Undo with closing_watch_done, which takes a zeroed watch too. */
gboolean closing_watch_init(struct closing_watch *watch, const struct policy *policy,
                            const struct session_listener *listener);
void closing_watch_done(struct closing_watch *watch);
