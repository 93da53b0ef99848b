/* Takes what the page says from screen readers too, while nobody may read it.
 * Runs as: the kiosk user. */
#pragma once

#include "browser.h"

/* ON: nothing of the page is rendered any more, in no frame, so that it has no accessible objects
 * either; what was typed and how far it was scrolled stays. A page cannot undo it. */
void browser_veil_set(struct browser *browser, bool on);
