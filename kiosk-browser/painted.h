/* Finds out when the start page is on the screen, and tells the session.
 * Runs as: the kiosk user. */
#pragma once

#include "browser.h"

/* Adds a script of a world that pages cannot see to the browser's content manager. Call before the
 * first load. */
void browser_painted_connect(struct browser *browser);

/* The main frame has loaded: counts as painted for a page that has nothing to paint. */
void browser_painted_finished(struct browser *browser);
