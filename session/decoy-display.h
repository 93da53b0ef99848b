/* The decoy: an X display of 16 x 16 pixels that web processes are sent to instead of the real one.
 * Runs as: the kiosk user. */
#pragma once

#include <glib.h>

/* X11 is no boundary between clients, so a web process must not reach the session's display; but it
 * cannot start without any. */
struct decoy_display {
    int fd;           /* the listening socket, passed to each Xvfb in turn */
    char *display;    /* ":100" */
    char *xauthority; /* path of the decoy's own cookie */
};

/* Picks a free display number, listens on its socket and writes a fresh cookie below RUNTIME_DIR.
 * From then on clients can connect; they wait until an Xvfb takes the socket over. FALSE with
 * errno. */
gboolean decoy_display_init(struct decoy_display *decoy, const char *runtime_dir);

/* Removes the socket and the cookie; takes a zeroed one too. */
void decoy_display_done(struct decoy_display *decoy);
