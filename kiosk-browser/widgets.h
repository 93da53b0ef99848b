/* Small makers of GTK widgets that the bar and the pages share.
 * Runs as: the kiosk user. */
#pragma once

#include <gtk/gtk.h>

/* A left-aligned label of one style class; TEXT may be NULL. WRAPS breaks long text into lines. */
GtkWidget *browser_label_new(const char *text, const char *style_class, gboolean wraps);

/* Sets the label's text, and hides it when TEXT is NULL or empty. */
void browser_label_set(GtkWidget *label, const char *text);

GtkWidget *browser_box_new(GtkOrientation orientation, int spacing, const char *style_class);

/* A button of TEXT, with an icon of resources/icons or NULL. */
GtkWidget *browser_button_new(const char *text, const char *icon, const char *style_class);

/* Gives a button of browser_button_new another text. */
void browser_button_set(GtkWidget *button, const char *text);

void browser_style_add(GtkWidget *widget, const char *style_class);
void browser_style_set(GtkWidget *widget, const char *style_class, gboolean on);
void browser_accessible_role(GtkWidget *widget, AtkRole role, const char *name);
