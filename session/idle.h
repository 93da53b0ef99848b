/* Watches for a person's input, and for its absence.
 * Runs as: the kiosk user, in the main thread.
 *
 * The raw events of the physical devices are the measure. The X server's idle counters are not:
 * each client can set them back, IDLETIME by synthetic input and all of them, the ones of single
 * devices too, by XResetScreenSaver, which programs call while a film plays. */
#pragma once

#include <X11/Xlib.h>
#include <glib.h>

#include "boot-timer.h"
#include "input-judge.h"
#include "listener.h"

enum { IDLE_DEVICES_MAX = 256 };

struct idle_watch {
    Display *x;
    int opcode; /* of the X Input extension */
    struct input_judge judge;
    gboolean is_synthetic[IDLE_DEVICES_MAX]; /* by device: the X server's own XTEST devices */
    struct boot_timer rest;                  /* until then some events are not asked for */
    struct boot_timer over;
    gboolean is_resting; /* no event is asked for: there was input just now */
    gboolean wants_input;
    unsigned seconds; /* of idleness to be told of; 0: none */
    gint64 last;      /* boot_time_ms() of the last input */
    struct session_listener listener;
};

/* Also turns off the server's own blanking, which would hide the warning. FALSE when the server
 * has no X Input 2.2 or the kernel no timer. Undo with idle_watch_done, which takes a zeroed or
 * half-built watch too. */
gboolean idle_watch_init(struct idle_watch *watch, Display *x,
                         const struct session_listener *listener);
void idle_watch_done(struct idle_watch *watch);

/* The next input is told as SESSION_EVENT_INPUT, once. */
void idle_watch_for_first_input(struct idle_watch *watch);

/* SESSION_EVENT_IDLE is told once, as soon as nothing has been touched for SECONDS. */
void idle_watch_for_idleness(struct idle_watch *watch, unsigned seconds);

/* Counts as input just now. */
void idle_watch_reset(struct idle_watch *watch);

/* True when EVENT was one of this watch's. */
gboolean idle_watch_handle(struct idle_watch *watch, XEvent *event);
