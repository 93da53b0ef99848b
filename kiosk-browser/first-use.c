/* Tells the session of the first key, and of the first page behind the start page.
 * Runs as: the kiosk user. */
#include "first-use.h"

#include "log.h"
#include "page-load.h"

static void tell(struct browser *browser)
{
    browser->used = true;
    browser_channel_send(browser->channel, &(struct channel_message){.word = CHANNEL_USED});
}

void browser_first_use_key(struct browser *browser)
{
    if (!browser->used)
        tell(browser);
}

/* A mailbox counts however it came. Other pages do when somebody clicked: a start page may lead to
 * the form of a single sign-on by itself. */
static void look(struct browser *browser)
{
    if (!browser->used && browser->page_verified && (browser->mailbox_seen || browser->clicked))
        tell(browser);
}

static void on_load_changed(WebKitWebView *view, WebKitLoadEvent event, gpointer data)
{
    if (event == WEBKIT_LOAD_COMMITTED)
        look(data);
}

static void on_uri_changed(GObject *view, GParamSpec *property, gpointer data)
{
    if (!webkit_web_view_is_loading(WEBKIT_WEB_VIEW(view)))
        look(data);
}

static gboolean on_click(GtkWidget *view, GdkEvent *event, gpointer data)
{
    struct browser *browser = data;
    browser->clicked = true;
    return GDK_EVENT_PROPAGATE;
}

void browser_first_use_connect(struct browser *browser)
{
    g_signal_connect(browser->view, "load-changed", G_CALLBACK(on_load_changed), browser);
    g_signal_connect(browser->view, "notify::uri", G_CALLBACK(on_uri_changed), browser);
    g_signal_connect(browser->view, "button-press-event", G_CALLBACK(on_click), browser);
    g_signal_connect(browser->view, "touch-event", G_CALLBACK(on_click), browser);
}

static void on_cleared(GObject *data_manager, GAsyncResult *result, gpointer data)
{
    struct browser *browser = data;
    g_autoptr(GError) error = NULL;
    if (!webkit_website_data_manager_clear_finish(WEBKIT_WEBSITE_DATA_MANAGER(data_manager), result,
                                                  &error))
        browser_log("cookies not cleared: %s", error->message);
    if (!browser->used && !browser->ending)
        browser_page_load_renew(browser);
}

void browser_first_use_refresh(struct browser *browser)
{
    if (browser->used) { /* the two messages crossed */
        tell(browser);
        return;
    }
    if (browser->ending || (browser->notice_kind != NOTICE_NONE && !browser->page_verified))
        return; /* what is not there yet is retried by itself */
    browser_log("start page refreshed");
    browser->clicked = false;
    webkit_website_data_manager_clear(webkit_web_context_get_website_data_manager(browser->context),
                                      WEBKIT_WEBSITE_DATA_COOKIES |
                                          WEBKIT_WEBSITE_DATA_SESSION_STORAGE |
                                          WEBKIT_WEBSITE_DATA_LOCAL_STORAGE,
                                      0, NULL, on_cleared, browser);
}
