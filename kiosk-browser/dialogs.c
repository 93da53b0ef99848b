/* Answers what WebKit would otherwise answer with a dialog of its own.
 * Runs as: the kiosk user. */
#include "dialogs.h"

enum { DIALOGS_MAX = 5, DIALOGS_WINDOW = 10 }; /* at most so many in so many seconds */

/* For signals whose TRUE means "dealt with": nothing happens. */
static gboolean on_refused(void)
{
    return TRUE;
}

/* The stock chooser shows the whole file system. */
static gboolean on_file_chooser(WebKitWebView *view, WebKitFileChooserRequest *request,
                                gpointer data)
{
    webkit_file_chooser_request_cancel(request);
    return TRUE;
}

static gboolean on_color_chooser(WebKitWebView *view, WebKitColorChooserRequest *request,
                                 gpointer data)
{
    webkit_color_chooser_request_finish(request);
    return TRUE;
}

/* A webmail signs in by a form; the stock dialog would offer passwords to any realm, and to keep
 * them. Going on without one has the server's refusal come as an answer, see navigation.c. */
static gboolean on_authenticate(WebKitWebView *view, WebKitAuthenticationRequest *request,
                                gpointer data)
{
    webkit_authentication_request_authenticate(request, NULL);
    return TRUE;
}

/* alert(), confirm() and the like stay: webmails ask with them before they delete. A storm of them
 * does not: those above the limit are answered "cancel" without being shown. */
static gboolean on_script_dialog(WebKitWebView *view, WebKitScriptDialog *dialog, gpointer data)
{
    struct browser *browser = data;
    gint64 now = g_get_monotonic_time();
    if (now - browser->dialogs_since > DIALOGS_WINDOW * G_USEC_PER_SEC) {
        browser->dialogs_since = now;
        browser->dialogs = 0;
    }
    browser->dialogs++;
    bool hidden = browser->ending || browser->counting_down || browser->notice_kind != NOTICE_NONE;
    return hidden || browser->dialogs > DIALOGS_MAX;
}

static const struct {
    const char *signal;
    GCallback handler;
} table[] = {
    {"run-file-chooser",  G_CALLBACK(on_file_chooser) },
    {"run-color-chooser", G_CALLBACK(on_color_chooser)},
    {"authenticate",      G_CALLBACK(on_authenticate) },
    {"script-dialog",     G_CALLBACK(on_script_dialog)},
    {"print",             G_CALLBACK(on_refused)      }, /* the stock dialog prints to files */
    {"context-menu",      G_CALLBACK(on_refused)      }, /* open, save, inspect, emoji, input methods */
    {"enter-fullscreen",  G_CALLBACK(on_refused)      }, /* a page could draw our bar */
    {"show-notification", G_CALLBACK(on_refused)      }, /* text of mails on the bus */
};

void browser_dialogs_connect(struct browser *browser)
{
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++)
        g_signal_connect(browser->view, table[i].signal, table[i].handler, browser);
}
