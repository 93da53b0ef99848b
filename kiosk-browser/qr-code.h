/* An address as a QR code, for a phone's camera.
 * Runs as: the kiosk user. */
#pragma once

#include <gtk/gtk.h>

/* A widget that shows nothing yet. */
GtkWidget *browser_qr_code_new(void);

/* Shows TEXT, or hides the widget when TEXT is NULL or too long for a camera to read from a screen.
 * Returns whether it is shown. */
gboolean browser_qr_code_set(GtkWidget *widget, const char *text);
