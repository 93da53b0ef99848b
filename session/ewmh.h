/* The few window properties that GTK and outside tools expect of a window manager.
 * Runs as: the kiosk user, in the main thread. Source: Extended Window Manager Hints 1.5, ICCCM 2.
 */
#pragma once

#include <X11/Xlib.h>
#include <stdbool.h>
#include <sys/types.h>

enum ewmh_atom {
    EWMH_SUPPORTED,
    EWMH_SUPPORTING_WM_CHECK,
    EWMH_ACTIVE_WINDOW,
    EWMH_WM_NAME,
    EWMH_WM_PID,
    EWMH_WM_STATE,
    EWMH_WM_STATE_FULLSCREEN,
    EWMH_WM_STATE_MODAL,
    EWMH_FRAME_EXTENTS,
    EWMH_REQUEST_FRAME_EXTENTS,
    EWMH_SUPPORTED_COUNT, /* those above are announced */
    EWMH_UTF8_STRING = EWMH_SUPPORTED_COUNT,
    EWMH_ICCCM_STATE,
    EWMH_ICCCM_PROTOCOLS,
    EWMH_ICCCM_TAKE_FOCUS,
    EWMH_AT_SPI_BUS,
    EWMH_ATOM_COUNT
};

struct ewmh {
    Display *x;
    Window root;
    Window check; /* the window that stands for the window manager */
    Atom atoms[EWMH_ATOM_COUNT];
};

/* Announces the window manager on the root window. Undo with ewmh_done. */
void ewmh_init(struct ewmh *ewmh, Display *x, Window root);
void ewmh_done(struct ewmh *ewmh);

/* Where assistive technology that is not started by us finds the accessibility bus. */
void ewmh_announce_a11y_bus(struct ewmh *ewmh, const char *address);

/* The process that WINDOW says it belongs to, or -1. Claimed by the client. */
pid_t ewmh_window_pid(struct ewmh *ewmh, Window window);

/* A managed window: shown, without a frame, full screen or not. */
void ewmh_set_shown(struct ewmh *ewmh, Window window, bool fullscreen);
void ewmh_set_withdrawn(struct ewmh *ewmh, Window window);
void ewmh_set_frame_extents(struct ewmh *ewmh, Window window);

/* Gives WINDOW the keyboard, as ICCCM 4.1.7 has it; None takes it from all. */
void ewmh_focus(struct ewmh *ewmh, Window window);
