/* Takes away, once somebody has logged in, what is for the person who is about to.
 * Runs as: the kiosk user. */
#include "before-login.h"

struct line {
    struct browser *browser;
    GtkWidget *widget;
};

/* The mailbox is what follows the login; a policy that does not name it has the line stay until
 * another page than the first is loaded. */
static void on_load_changed(WebKitWebView *view, WebKitLoadEvent event, gpointer data)
{
    struct line *line = data;
    struct browser *browser = line->browser;
    if (event != WEBKIT_LOAD_COMMITTED || !browser->page_verified || !webkit_web_view_get_uri(view))
        return;
    if (browser->policy->site_mailbox_pages.count > 0 ? browser->mailbox_seen
                                                      : webkit_web_view_can_go_back(view))
        gtk_widget_hide(line->widget);
}

static void free_line(gpointer data, GClosure *closure)
{
    g_free(data);
}

void browser_before_login_only(struct browser *browser, GtkWidget *line)
{
    struct line *watched = g_new0(struct line, 1);
    watched->browser = browser;
    watched->widget = line;
    g_signal_connect_data(browser->view, "load-changed", G_CALLBACK(on_load_changed), watched,
                          free_line, 0);
}
