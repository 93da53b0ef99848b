/* Says that a page is slow to come, while it is still awaited.
 * Runs as: the kiosk user. */
#include "slow.h"

#include "log.h"
#include "screen.h"

enum { SLOW_AFTER = 8 }; /* seconds: by then a person wonders */

static gboolean on_slow(gpointer data)
{
    struct browser *browser = data;
    browser->slow_timer = 0;
    if (browser->notice_kind != NOTICE_NONE && browser->notice_kind != NOTICE_STARTING)
        return G_SOURCE_REMOVE;
    browser_log("load slow");
    browser_screen_notice(browser, NOTICE_NET_SLOW, NULL);
    return G_SOURCE_REMOVE;
}

void browser_slow_begin(struct browser *browser)
{
    if (browser->slow_timer == 0)
        browser->slow_timer = g_timeout_add_seconds(SLOW_AFTER, on_slow, browser);
}

void browser_slow_end(struct browser *browser)
{
    if (browser->slow_timer > 0)
        g_source_remove(browser->slow_timer);
    browser->slow_timer = 0;
    /* Without a page, what comes next says more. */
    if (browser->notice_kind == NOTICE_NET_SLOW && browser->page_verified)
        browser_screen_notice(browser, NOTICE_NONE, NULL);
}
