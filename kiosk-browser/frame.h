/* Waits for a frame to reach the screen.
 * Runs as: the kiosk user. */
#pragma once

#include <gtk/gtk.h>

/* Calls DONE once, after WIDGET's window painted its next frame; after a quarter of a second when
 * no frame comes. */
void browser_after_next_frame(GtkWidget *widget, void (*done)(void *data), void *data);
