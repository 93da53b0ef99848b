/* Compiles the content filter and puts it in place, before anything is loaded.
 * Runs as: the kiosk user. */
#include "content-filter.h"

#include "filter-rules.h"
#include "log.h"

struct request {
    WebKitUserContentManager *content;
    browser_content_filter_done done;
    void *data;
};

static void on_saved(GObject *store, GAsyncResult *result, gpointer user_data)
{
    struct request *request = user_data;
    g_autoptr(GError) error = NULL;
    WebKitUserContentFilter *filter = webkit_user_content_filter_store_save_finish(
        WEBKIT_USER_CONTENT_FILTER_STORE(store), result, &error);
    if (filter) {
        webkit_user_content_manager_add_filter(request->content, filter);
        webkit_user_content_filter_unref(filter);
    } else {
        browser_log("content filter: not compiled (%s)", error->message);
    }
    request->done(filter != NULL, request->data);
    g_object_unref(request->content);
    g_free(request);
}

void browser_content_filter_add(WebKitUserContentManager *content, const struct policy *policy,
                                browser_content_filter_done done, void *data)
{
    struct request *request = g_new0(struct request, 1);
    request->content = g_object_ref(content);
    request->done = done;
    request->data = data;

    g_autofree char *folder = g_build_filename(g_get_user_runtime_dir(), "kiosk-browser", NULL);
    g_autoptr(WebKitUserContentFilterStore) store = webkit_user_content_filter_store_new(folder);
    char *json = browser_filter_rules_json(&policy->site_allow, &policy->site_assets);
    g_autoptr(GBytes) source = g_bytes_new_take(json, strlen(json));
    webkit_user_content_filter_store_save(store, "allowed-addresses", source, NULL, on_saved,
                                          request);
}
