/* How the shell asks for the end of the session, and how it ends itself.
 * Runs as: the kiosk user. */
#pragma once

#include "browser.h"

/* Blanks the view and asks the session to end for REASON. Does so once; when the session does not
 * answer within seconds, the shell exits with a failure, which ends the session too. */
void browser_ending_request(struct browser *browser, enum end_reason reason);

/* The end button was pressed: asks for the end at once, or hides the page and lets it be taken back
 * for session.end-undo first. */
void browser_ending_press(struct browser *browser);

/* Takes the button back; false when there is nothing to take back. */
bool browser_ending_undo(struct browser *browser);

/* The session said CHANNEL_END: has a message that is being written saved where nobody chose this
 * end, blanks the view, closes the login at the server, tells what came of
 * it, and leaves the main loop with status 0. */
void browser_ending_obey(struct browser *browser, enum end_reason reason);
