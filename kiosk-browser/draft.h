/* Has the webmail save the message that is being written.
 * Runs as: the kiosk user. */
#pragma once

#include "browser.h"

/* Presses site.save-draft when it can be seen on the page, and calls DONE, which may be NULL, when
 * the webmail has sent what is to be saved, when there is nothing to save, or after MILLISECONDS.
 * Call it before the page is hidden. */
void browser_draft_save(struct browser *browser, unsigned milliseconds, void (*done)(void *data),
                        void *data);
