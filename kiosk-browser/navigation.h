/* Pins every frame to the policy's addresses.
 * Runs as: the kiosk user. */
#pragma once

#include "browser.h"

/* Decides each navigation, new window and response of the browser's view; the default is to refuse.
 */
void browser_navigation_connect(struct browser *browser);
