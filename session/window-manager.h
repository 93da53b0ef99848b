/* The window manager: the browser's window fills the screen, its dialogs stand on top of it, and
 * nothing else is ever shown.
 * Runs as: the kiosk user, in the main thread. */
#pragma once

#include <X11/Xlib.h>
#include <glib.h>

#include "ewmh.h"
#include "listener.h"

enum { WINDOW_MANAGER_DIALOGS_MAX = 16 };

struct window_manager_dialog {
    Window window;
    int width, height; /* as the client asked */
};

struct window_manager {
    Display *x;
    Window root;
    struct ewmh ewmh;
    XRectangle area; /* the monitor in use */
    int randr_event_base;
    pid_t browser; /* whose windows are shown; -1: nobody's yet */
    Window client; /* the browser's main window, or None */
    struct window_manager_dialog dialogs[WINDOW_MANAGER_DIALOGS_MAX]; /* topmost last */
    int dialog_count;
    struct session_listener listener;
};

/* Takes the screen over. FALSE when another window manager has it. Ctrl+Alt+Delete is told as a
 * request to end by the logout button. Windows that bypass window managers (menus, notifications,
 * the launcher's notice before the session) are left alone. */
gboolean window_manager_init(struct window_manager *wm, Display *x,
                             const struct session_listener *listener);

/* The ordinary arrow in place of the X server's cross. Apart from the rest because it takes
 * milliseconds to load that the browser can already use. */
void window_manager_set_pointer(struct window_manager *wm);
void window_manager_done(struct window_manager *wm);

void window_manager_handle(struct window_manager *wm, XEvent *event);
