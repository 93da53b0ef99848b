/* The bar above the page: whose site this is, whether that is verified, and the way out.
 * Runs as: the kiosk user. */
#pragma once

#include <gtk/gtk.h>

#include "verification.h"

struct browser_bar;

/* SITE_NAME may be "". END is called when "end and erase" is pressed. */
struct browser_bar *browser_bar_new(const char *site_name, void (*end)(void *data), void *data);
void browser_bar_free(struct browser_bar *bar);

/* Owned by its container. */
GtkWidget *browser_bar_widget(struct browser_bar *bar);

/* Shows STATE; HOST and CERTIFICATE are those of the verified page, and NULL in any other state. */
void browser_bar_show(struct browser_bar *bar, enum browser_verification state, const char *host,
                      GTlsCertificate *certificate);

/* The session ends: the button has done its work. */
void browser_bar_end(struct browser_bar *bar);
