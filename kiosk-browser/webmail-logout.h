/* Recognises that the user signed out of the webmail by its own means.
 * Runs as: the kiosk user. */
#pragma once

#include "browser.h"

/* Notes the address of the page in the view, by the policy's site.mailbox-pages and
 * site.logged-out-pages: when a logged-out page follows a mailbox, the session is over. */
void browser_webmail_logout_watch(struct browser *browser);

/* Also watches addresses that the page changes without a load. */
void browser_webmail_logout_connect(struct browser *browser);
