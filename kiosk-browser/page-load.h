/* The life of a load: from the warm, empty view to the verified page, or to the notice why not.
 * Runs as: the kiosk user. */
#pragma once

#include "browser.h"

/* Connects to the view and warms it: starts its web process on about:blank. */
void browser_page_load_connect(struct browser *browser);

/* The content filter is in place; nothing of the site is loaded before. */
void browser_page_load_filter_ready(struct browser *browser);

/* Loads the start page. */
void browser_page_load_start(struct browser *browser);

/* Back from a notice to the page that is still in the view, or to the start page when none is. */
void browser_page_load_return(struct browser *browser);

/* The document in the view is gone with its process. */
void browser_page_load_lost(struct browser *browser);

/* The load under way is refused by navigation.c, for KIND; HOST as in browser_screen_notice. */
void browser_page_load_refused(struct browser *browser, enum browser_notice_kind kind,
                               const char *host);
