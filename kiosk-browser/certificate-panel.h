/* What the verification found, in full: whose certificate, by whom, how long.
 * Runs as: the kiosk user. */
#pragma once

#include <gtk/gtk.h>

struct browser_certificate_panel;

struct browser_certificate_panel *browser_certificate_panel_new(void);
void browser_certificate_panel_free(struct browser_certificate_panel *panel);

/* Owned by its container; hidden until it is opened. */
GtkWidget *browser_certificate_panel_widget(struct browser_certificate_panel *panel);

/* Fills the panel; a NULL CERTIFICATE empties and closes it. */
void browser_certificate_panel_fill(struct browser_certificate_panel *panel, const char *host,
                                    GTlsCertificate *certificate);

/* Opens the panel when there is something to show, or closes it. */
void browser_certificate_panel_toggle(struct browser_certificate_panel *panel);
