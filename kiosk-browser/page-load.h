/* The life of a load: from the warm, empty view to the verified page, or to the notice why not.
 * Runs as: the kiosk user. */
#pragma once

#include "browser.h"

/* Connects to the view and begins to load the start page: its web process is started, and its
 * connection is made, while the rest of the shell is built. Nothing is asked of the site before
 * browser_page_load_hold lets it pass. */
void browser_page_load_connect(struct browser *browser);

/* Called for each navigation that the policy allows. At the first one, when the web process runs
 * and waits for the answer, it is checked to be confined; else the process exits. True when the
 * DECISION is held, until the content filter is in place. */
bool browser_page_load_hold(struct browser *browser, WebKitPolicyDecision *decision);

/* The content filter is in place. */
void browser_page_load_filter_ready(struct browser *browser);

/* Has the page that is shown, or the empty one, make place for URL, which policy must allow. */
void browser_page_load_go(struct browser *browser, const char *url);

/* Loads the start page. */
void browser_page_load_start(struct browser *browser);

/* Loads the start page in the place of the page that is there, which stays until then. */
void browser_page_load_renew(struct browser *browser);

/* Back from a notice to the page that is still in the view, or to the start page when none is. */
void browser_page_load_return(struct browser *browser);

/* The document in the view is gone with its process. */
void browser_page_load_lost(struct browser *browser);

/* The load under way is refused by navigation.c, for KIND; TARGET as in browser_screen_notice. */
void browser_page_load_refused(struct browser *browser, enum browser_notice_kind kind,
                               const char *target);
