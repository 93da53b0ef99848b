/* Takes away, once somebody has logged in, what is for the person who is about to.
 * Runs as: the kiosk user. */
#pragma once

#include "browser.h"

/* LINE, a widget of the window, is hidden for good after the login. */
void browser_before_login_only(struct browser *browser, GtkWidget *line);
