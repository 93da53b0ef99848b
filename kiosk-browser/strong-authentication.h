/* Offers the page that tells how to switch on strong authentication, until the login.
 * Runs as: the kiosk user. */
#pragma once

#include "browser.h"

/* Adds the line to COLUMN, when the policy names such a page. */
void browser_strong_authentication_add(struct browser *browser, GtkBox *column);
