/* The one window: the bar on top, the page below, and what may cover the page.
 * Runs as: the kiosk user. */
#pragma once

#include "browser.h"

/* Sets GTK up for a kiosk; call once after gtk_init. */
void browser_window_prepare_gtk(void);

/* Makes the window around the browser's view, bar, notice and countdown. Not yet shown. */
void browser_window_new(struct browser *browser);
