/* Refuses downloads, and says so.
 * Runs as: the kiosk user. */
#include "downloads.h"

#include "log.h"
#include "screen.h"

static gboolean on_decide_destination(WebKitDownload *download, const char *name, gpointer data)
{
    webkit_download_cancel(download);
    return TRUE; /* the default writes into HOME */
}

static void on_started(WebKitWebContext *context, WebKitDownload *download, gpointer data)
{
    browser_log("download refused");
    g_signal_connect(download, "decide-destination", G_CALLBACK(on_decide_destination), NULL);
    webkit_download_cancel(download);
    browser_screen_notice(data, NOTICE_BLOCKED_FILE, NULL);
}

void browser_downloads_connect(struct browser *browser)
{
    g_signal_connect(browser->context, "download-started", G_CALLBACK(on_started), browser);
}
