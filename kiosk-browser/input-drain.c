/* Asks the web process questions: WebKit keeps typed keys in a queue of its own and sends one after
 * the other, the next when the last was dealt with; so each answer means one key less in the queue.
 * Runs as: the kiosk user. */
#include "input-drain.h"

enum { QUESTIONS = 64 }; /* more keys than anybody has typed ahead; some milliseconds in all */

struct drain {
    WebKitWebView *view;
    WebKitPolicyDecision *decision;
    unsigned left;
};

static void ask(struct drain *drain);

static void on_answer(GObject *view, GAsyncResult *result, gpointer data)
{
    struct drain *drain = data;
    g_autoptr(JSCValue) value =
        webkit_web_view_call_async_javascript_function_finish(WEBKIT_WEB_VIEW(view), result, NULL);
    if (value && --drain->left > 0) {
        ask(drain);
        return;
    }
    if (value)
        webkit_policy_decision_use(drain->decision);
    else
        webkit_policy_decision_ignore(drain->decision);
    g_object_unref(drain->decision);
    g_free(drain);
}

static void ask(struct drain *drain)
{
    webkit_web_view_call_async_javascript_function(drain->view, "return 0", -1, NULL, "kiosk-load",
                                                   NULL, NULL, on_answer, drain);
}

void browser_input_drain(struct browser *browser, WebKitPolicyDecision *decision)
{
    struct drain *drain = g_new0(struct drain, 1);
    drain->view = browser->view;
    drain->decision = g_object_ref(decision);
    drain->left = QUESTIONS;
    ask(drain);
}
