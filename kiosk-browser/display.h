/* Keeps the real X display out of the web processes.
 * Runs as: the kiosk user. */
#pragma once

#include <stdbool.h>

/* X11 is no boundary between its clients, and WebKit's sandbox hands DISPLAY and its cookie to each
 * web process, which needs some display to start. When the session offers a decoy display, the
 * environment is switched to it: call after gtk_init, when GTK is connected to the real display,
 * and before the first web process. Returns whether there is a decoy. */
bool browser_display_hide(void);
