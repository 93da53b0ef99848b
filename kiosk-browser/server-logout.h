/* Closes the login at the webmail's server, and looks whether it is dead.
 * Runs as: the kiosk user, exposed to the network. */
#pragma once

#include "browser.h"

/* Keeps the session's cookies as they are now, at a page of the mailbox: after the webmail's own
 * logout they are asked about. */
void browser_server_logout_remember(struct browser *browser);

/* Asks by the policy's [logout], within MILLISECONDS, whatever the server does. DONE is called
 * once, at the earliest from the main loop. */
void browser_server_logout_start(struct browser *browser, unsigned milliseconds,
                                 void (*done)(enum logout_result result, enum logout_proof proof,
                                              void *data),
                                 void *data);
