/* Says that Caps Lock is on while a password is typed.
 * Runs as: the kiosk user. */
#pragma once

#include "browser.h"

/* The line that says so, hidden; owned by its container. */
GtkWidget *browser_caps_lock_new(struct browser *browser);

/* IN_PASSWORD: a password field of the page has the focus. */
void browser_caps_lock_watch(struct browser *browser, bool in_password);
