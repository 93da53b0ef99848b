/* Presses the webmail's own button, and watches for the request that follows.
 * Runs as: the kiosk user. */
#include "draft.h"

#include "log.h"
#include "script-world.h"

/* So long after the button the webmail has begun to send, or has nothing to send. */
enum { SILENCE = 700 /* milliseconds */ };

struct draft {
    struct browser *browser;
    gulong handler;
    guint deadline, silence;
    bool over;
    unsigned references; /* the script's answer, the resources under way, and ours */
    void (*done)(void *data);
    void *data;
};

static void unref(struct draft *draft)
{
    if (--draft->references == 0)
        g_free(draft);
}

static void finish(struct draft *draft)
{
    if (draft->over)
        return;
    draft->over = true;
    draft->browser->saving_draft = false;
    g_signal_handler_disconnect(draft->browser->view, draft->handler);
    if (draft->deadline > 0)
        g_source_remove(draft->deadline);
    if (draft->silence > 0)
        g_source_remove(draft->silence);
    if (draft->done)
        draft->done(draft->data);
    unref(draft);
}

static gboolean on_deadline(gpointer data)
{
    struct draft *draft = data;
    draft->deadline = 0;
    finish(draft);
    return G_SOURCE_REMOVE;
}

static gboolean on_silence(gpointer data)
{
    struct draft *draft = data;
    draft->silence = 0;
    finish(draft);
    return G_SOURCE_REMOVE;
}

static void on_sent(WebKitWebResource *resource, gpointer data)
{
    struct draft *draft = data;
    if (!draft->over)
        browser_log("draft saved");
    finish(draft);
}

static void forget(gpointer data, GClosure *closure)
{
    unref(data);
}

static void on_resource(WebKitWebView *view, WebKitWebResource *resource, WebKitURIRequest *request,
                        gpointer data)
{
    struct draft *draft = data;
    if (g_strcmp0(webkit_uri_request_get_http_method(request), "POST") != 0)
        return;
    if (draft->silence > 0)
        g_source_remove(draft->silence);
    draft->silence = 0;
    draft->references++;
    g_signal_connect_data(resource, "finished", G_CALLBACK(on_sent), draft, forget, 0);
}

static void on_pressed(GObject *view, GAsyncResult *result, gpointer data)
{
    struct draft *draft = data;
    JSCValue *value =
        webkit_web_view_call_async_javascript_function_finish(WEBKIT_WEB_VIEW(view), result, NULL);
    bool pressed = value && jsc_value_to_boolean(value);
    g_clear_object(&value);
    if (!pressed)
        finish(draft);
    unref(draft);
}

static const char press[] = "const button = document.querySelector(selector);"
                            "if (!button || !button.getClientRects().length) return false;"
                            "button.click();"
                            "return true;";

void browser_draft_save(struct browser *browser, unsigned milliseconds, void (*done)(void *data),
                        void *data)
{
    if (!browser->policy->site_save_draft[0] || !browser->page_verified || browser->saving_draft) {
        if (done)
            done(data);
        return;
    }
    struct draft *draft = g_new0(struct draft, 1);
    draft->browser = browser;
    draft->references = 2;
    draft->done = done;
    draft->data = data;
    draft->handler =
        g_signal_connect(browser->view, "resource-load-started", G_CALLBACK(on_resource), draft);
    draft->deadline = g_timeout_add(milliseconds, on_deadline, draft);
    draft->silence = g_timeout_add(MIN(SILENCE, milliseconds), on_silence, draft);
    browser->saving_draft = true;

    GVariantDict arguments;
    g_variant_dict_init(&arguments, NULL);
    g_variant_dict_insert(&arguments, "selector", "s", browser->policy->site_save_draft);
    webkit_web_view_call_async_javascript_function(
        browser->view, press, -1, g_variant_dict_end(&arguments), BROWSER_SCRIPT_WORLD, NULL, NULL,
        on_pressed, draft);
}
