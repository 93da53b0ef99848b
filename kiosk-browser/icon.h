/* The shell's own icons.
 * Runs as: the kiosk user. */
#pragma once

#include <gtk/gtk.h>

/* A widget that draws the icon NAME of resources/icons, SIZE logical pixels square, in the colour
 * of its CSS node "drawingarea.icon". It has no accessible name: text stands beside each icon. */
GtkWidget *browser_icon_new(const char *name, int size);

/* Replaces the icon that WIDGET draws. */
void browser_icon_set(GtkWidget *widget, const char *name);
