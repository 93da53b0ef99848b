/* Files leave the page by no way.
 * Runs as: the kiosk user. */
#pragma once

#include "browser.h"

/* Cancels each download that starts in the browser's context. */
void browser_downloads_connect(struct browser *browser);
