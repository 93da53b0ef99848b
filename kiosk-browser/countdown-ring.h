/* The ring that empties while the idle warning counts down, with the seconds in its middle.
 * Runs as: the kiosk user. */
#pragma once

#include <gtk/gtk.h>

GtkWidget *browser_countdown_ring_new(void);

/* Shows SECONDS of TOTAL. */
void browser_countdown_ring_set(GtkWidget *ring, unsigned seconds, unsigned total);
