/* The connection to the session's X server, in the main loop, and what happens when it breaks.
 * Runs as: the kiosk user, in the main thread. */
#pragma once

#include <X11/Xlib.h>
#include <glib.h>

#include "listener.h"

struct x_display {
    Display *x;
    Window root;
    GSource *source;
    struct session_listener listener;
    void (*on_x_event)(void *data, XEvent *event);
    void *data;
    gboolean lost; /* no call with x is allowed any more */
};

/* Connects to NAME. Errors of requests about windows that are gone already are expected and
 * ignored; any other error, and the loss of the connection, is told as SESSION_EVENT_X_LOST, once.
 * ON_X_EVENT gets every event with DATA. FALSE: the server does not answer. DISPLAY must stay where
 * it is until x_display_done, which takes a zeroed one too. */
gboolean x_display_init(struct x_display *display, const char *name,
                        const struct session_listener *listener);
void x_display_done(struct x_display *display);

/* Tells the loss now if the server has hung up, without waiting for the main loop to see it. */
void x_display_check(struct x_display *display);
