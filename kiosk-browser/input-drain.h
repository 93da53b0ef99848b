/* Lets a page take the place of another only after what was typed into the other has arrived there.
 * Runs as: the kiosk user. */
#pragma once

#include "browser.h"

/* Has DECISION used once the view's web process has dealt with the keys that it was sent; the view
 * must get no more of them. */
void browser_input_drain(struct browser *browser, WebKitPolicyDecision *decision);
