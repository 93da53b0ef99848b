/* Ends the session when its web process dies or hangs.
 * Runs as: the kiosk user. */
#include "web-crash.h"

#include "ending.h"
#include "frame.h"
#include "log.h"
#include "page-load.h"
#include "screen.h"

static const char *reason_text(WebKitWebProcessTerminationReason reason)
{
    switch (reason) {
    case WEBKIT_WEB_PROCESS_CRASHED:
        return "crashed";
    case WEBKIT_WEB_PROCESS_EXCEEDED_MEMORY_LIMIT:
        return "took too much memory";
    case WEBKIT_WEB_PROCESS_TERMINATED_BY_API:
        return "was ended by the shell";
    }
    return "ended";
}

/* The last frame of the page has left the screen. */
static void on_blanked(void *data)
{
    browser_ending_request(data, END_REASON_CRASH_BROWSER);
}

static void on_terminated(WebKitWebView *view, WebKitWebProcessTerminationReason reason,
                          gpointer data)
{
    struct browser *browser = data;
    browser_log("web process %s", reason_text(reason));
    browser_page_load_lost(browser);
    browser_screen_notice(browser, NOTICE_CRASHED, NULL);
    browser_after_next_frame(browser->window, on_blanked, browser);
}

/* WebKit says so when the process has not answered for 3 s; a slow page comes back. */
enum { HUNG_SECONDS = 15 };

static gboolean on_hung(gpointer data)
{
    struct browser *browser = data;
    browser->hung_timer = 0;
    browser_log("web process does not answer");
    webkit_web_view_terminate_web_process(browser->view);
    return G_SOURCE_REMOVE;
}

static void on_responsive(WebKitWebView *view, GParamSpec *property, gpointer data)
{
    struct browser *browser = data;
    gboolean answers = webkit_web_view_get_is_web_process_responsive(view);
    if (browser->hung_timer)
        g_source_remove(browser->hung_timer);
    browser->hung_timer = answers ? 0 : g_timeout_add_seconds(HUNG_SECONDS, on_hung, browser);
}

void browser_web_crash_connect(struct browser *browser)
{
    g_signal_connect(browser->view, "notify::is-web-process-responsive", G_CALLBACK(on_responsive),
                     browser);
    g_signal_connect(browser->view, "web-process-terminated", G_CALLBACK(on_terminated), browser);
}
