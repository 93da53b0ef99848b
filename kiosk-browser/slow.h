/* Says that a page is slow to come, while it is still awaited.
 * Runs as: the kiosk user. */
#pragma once

#include "browser.h"

/* A load has begun, or goes on by another attempt. */
void browser_slow_begin(struct browser *browser);

/* The load is over, whatever became of it; what was said is taken back. */
void browser_slow_end(struct browser *browser);
