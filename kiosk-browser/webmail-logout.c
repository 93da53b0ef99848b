/* Ends the session when the webmail shows its logged-out page after a mailbox.
 * Runs as: the kiosk user. */
#include "webmail-logout.h"

#include "ending.h"
#include "server-logout.h"

void browser_webmail_logout_watch(struct browser *browser)
{
    const char *uri = webkit_web_view_get_uri(browser->view);
    if (!uri || !browser->page_verified)
        return;
    if (url_rules_check(&browser->policy->site_mailbox_pages, uri, NULL) == URL_ALLOWED) {
        browser->mailbox_seen = true;
        browser_server_logout_remember(browser);
    } else if (browser->mailbox_seen &&
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
