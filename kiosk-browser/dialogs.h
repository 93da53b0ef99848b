/* Every dialog and window that WebKit opens by itself: refused, or bounded.
 * Runs as: the kiosk user. */
#pragma once

#include "browser.h"

void browser_dialogs_connect(struct browser *browser);
