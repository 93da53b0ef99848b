/* Ends the session when the webmail shows its logged-out page after a mailbox.
 * Runs as: the kiosk user. */
#include "webmail-logout.h"

#include "ending.h"
#include "server-logout.h"

/* A webmail that shows its login form and its mailbox at the same address has no page that only
 * someone sees who is logged in: there what was typed counts. */
static bool may_be_logged_in(const struct browser *browser)
{
    return browser->policy->site_mailbox_pages.count > 0 ? browser->mailbox_seen : browser->used;
}

void browser_webmail_logout_watch(struct browser *browser)
{
    const char *uri = webkit_web_view_get_uri(browser->view);
    if (!uri || !browser->page_verified)
        return;
    if (url_rules_check(&browser->policy->site_mailbox_pages, uri, NULL) == URL_ALLOWED) {
        browser->mailbox_seen = true;
        browser_server_logout_remember(browser);
    } else if (may_be_logged_in(browser) &&
               url_rules_check(&browser->policy->site_logged_out_pages, uri, NULL) == URL_ALLOWED) {
        browser_ending_request(browser, END_REASON_WEBMAIL_LOGOUT);
    }
}

/* The property also names an address that is only being tried: a load under way is left to
 * LOAD_COMMITTED. */
static void on_uri_changed(GObject *view, GParamSpec *property, gpointer data)
{
    if (!webkit_web_view_is_loading(WEBKIT_WEB_VIEW(view)))
        browser_webmail_logout_watch(data);
}

void browser_webmail_logout_connect(struct browser *browser)
{
    g_signal_connect(browser->view, "notify::uri", G_CALLBACK(on_uri_changed), browser);
}
