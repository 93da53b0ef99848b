/* What a page may ask for: nothing.
 * Runs as: the kiosk user. */
#pragma once

#include <webkit2/webkit2.h>

void browser_permissions_connect(WebKitWebView *view);
