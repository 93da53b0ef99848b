/* What happens when a web process dies.
 * Runs as: the kiosk user. */
#pragma once

#include "browser.h"

/* The view is blanked first, then the session is asked to end and wipe: no page of a session
 * survives its process, and nothing is restarted inside the session. */
void browser_web_crash_connect(struct browser *browser);
