/* Watches for input and for its absence by alarms of the X server; nothing polls.
 * Runs as: the kiosk user, in the main thread. */
#pragma once

#include <X11/Xlib.h>
#include <X11/extensions/sync.h>
#include <glib.h>

#include "listener.h"

struct idle_watch {
    Display *x;
    int event_base;
    XSyncCounter counter; /* IDLETIME: milliseconds since the last input */
    XSyncAlarm input;     /* at most one of the two is armed */
    XSyncAlarm idle;
    struct session_listener listener;
};

/* Also turns off the server's own blanking, which would hide the warning. FALSE when the server
 * has no IDLETIME counter. */
gboolean idle_watch_init(struct idle_watch *watch, Display *x,
                         const struct session_listener *listener);

/* The next input is told as SESSION_EVENT_INPUT, once. */
void idle_watch_for_first_input(struct idle_watch *watch);

/* SESSION_EVENT_IDLE is told once, as soon as nothing has been touched for SECONDS. */
void idle_watch_for_idleness(struct idle_watch *watch, unsigned seconds);

/* Counts as input just now. */
void idle_watch_reset(struct idle_watch *watch);

/* True when EVENT was an alarm of this watch. */
gboolean idle_watch_handle(struct idle_watch *watch, const XEvent *event);
