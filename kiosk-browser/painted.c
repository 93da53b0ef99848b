/* Sends CHANNEL_READY when the first verified page was painted.
 * Runs as: the kiosk user. */
#include "painted.h"

#include "frame.h"

/* The world keeps the message handler out of the page's reach. */
static const char world[] = "kiosk-painted";

static const char script[] =
    "new PerformanceObserver((list, observer) => {"
    "  if (!list.getEntriesByName('first-contentful-paint').length) return;"
    "  observer.disconnect();"
    "  requestAnimationFrame(() => webkit.messageHandlers.painted.postMessage(''));"
    "}).observe({type: 'paint', buffered: true});";

static void on_painted(void *data)
{
    struct browser *browser = data;
    browser_channel_send(browser->channel, &(struct channel_message){.word = CHANNEL_READY});
}

static void tell_after_next_frame(struct browser *browser)
{
    if (browser->ready_sent || browser->ending || !browser->page_verified)
        return;
    browser->ready_sent = true;
    webkit_user_content_manager_remove_script(browser->content, browser->painted_script);
    g_clear_pointer(&browser->painted_script, webkit_user_script_unref);
    browser_after_next_frame(browser->window, on_painted, browser);
}

static void on_message(WebKitUserContentManager *content, WebKitJavascriptResult *result,
                       gpointer data)
{
    tell_after_next_frame(data);
}

void browser_painted_finished(struct browser *browser)
{
    tell_after_next_frame(browser);
}

void browser_painted_connect(struct browser *browser)
{
    browser->painted_script = webkit_user_script_new_for_world(
        script, WEBKIT_USER_CONTENT_INJECT_TOP_FRAME, WEBKIT_USER_SCRIPT_INJECT_AT_DOCUMENT_START,
        world, NULL, NULL);
    g_signal_connect(browser->content, "script-message-received::painted", G_CALLBACK(on_message),
                     browser);
    webkit_user_content_manager_register_script_message_handler_in_world(browser->content,
                                                                         "painted", world);
    webkit_user_content_manager_add_script(browser->content, browser->painted_script);
}
