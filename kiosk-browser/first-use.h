/* Knows whether a login can be there: before anything was typed, idleness costs nothing.
 * Runs as: the kiosk user. */
#pragma once

#include "browser.h"

/* Watches the view for pages that somebody went to. Call after browser_page_load_connect. */
void browser_first_use_connect(struct browser *browser);

/* A key was pressed: the session is told once. */
void browser_first_use_key(struct browser *browser);

/* The session says that nobody is there: loads the start page anew, without a cookie and without a
 * word on the screen, unless the shell knows better. */
void browser_first_use_refresh(struct browser *browser);
