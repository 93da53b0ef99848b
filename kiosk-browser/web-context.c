/* Makes the one WebKit context: everything that is a matter of the engine's processes and storage.
 * Runs as: the kiosk user.
 *
 * The only file that knows WebKitWebContext's making and WebKitWebsiteDataManager, which have other
 * names in webkitgtk-6.0. */
#include "web-context.h"

#include "log.h"

#include <unistd.h>

enum {
    MEMORY_MAX = 2048, /* megabytes; the largest webmails take a quarter of it */
    MEMORY_SHARE = 2,  /* of the machine's memory, one part in so many */
    MEMORY_POLL = 2,   /* seconds; WebKit's own 30 are time enough to fill any machine */
};

/* By default WebKit lets a page take all memory there is. From a third of this limit on it gives
 * back what it can; a process that stays above is ended, and a web process ends the session. */
static WebKitMemoryPressureSettings *memory_settings_new(void)
{
    WebKitMemoryPressureSettings *settings = webkit_memory_pressure_settings_new();
    gint64 bytes = (gint64)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE);
    gint64 megabytes = bytes / MEMORY_SHARE / (1024 * 1024);
    webkit_memory_pressure_settings_set_memory_limit(settings,
                                                     (guint)CLAMP(megabytes, 1, MEMORY_MAX));
    webkit_memory_pressure_settings_set_kill_threshold(settings, 1.0);
    webkit_memory_pressure_settings_set_poll_interval(settings, MEMORY_POLL);
    return settings;
}

/* The launcher's session has one way out. Where a display manager runs the session, the network is
 * the machine's; no variable or desktop setting names a proxy then. */
static void set_proxy(WebKitWebsiteDataManager *data)
{
    const char *uri = g_getenv("KIOSK_PROXY");
    g_autoptr(WebKitNetworkProxySettings) settings =
        uri ? webkit_network_proxy_settings_new(uri, NULL) : NULL;
    webkit_website_data_manager_set_network_proxy_settings(
        data, settings ? WEBKIT_NETWORK_PROXY_MODE_CUSTOM : WEBKIT_NETWORK_PROXY_MODE_NO_PROXY,
        settings);
}

/* All cookies live in the network process's memory, so each ends with the session. To rewrite those
 * with a lifetime is not sound: the change is told afterwards, and what the page did meanwhile would
 * be undone, see webmail-kiosk(7). */
static WebKitWebsiteDataManager *data_manager_new(void)
{
    WebKitWebsiteDataManager *data = webkit_website_data_manager_new_ephemeral();
    webkit_website_data_manager_set_tls_errors_policy(data, WEBKIT_TLS_ERRORS_POLICY_FAIL);
    webkit_website_data_manager_set_persistent_credential_storage_enabled(data, FALSE);
    set_proxy(data);
    return data;
}

/* A setter that was renamed, or does nothing in some build, must not go unnoticed. */
static bool is_closed(WebKitWebContext *context, WebKitWebsiteDataManager *data)
{
    return webkit_web_context_get_sandbox_enabled(context) &&
           !webkit_web_context_is_automation_allowed(context) &&
           webkit_web_context_is_ephemeral(context) &&
           webkit_website_data_manager_is_ephemeral(data) &&
           !webkit_website_data_manager_get_persistent_credential_storage_enabled(data) &&
           webkit_website_data_manager_get_tls_errors_policy(data) == WEBKIT_TLS_ERRORS_POLICY_FAIL;
}

WebKitWebContext *browser_web_context_new(const struct policy *policy)
{
    WebKitMemoryPressureSettings *memory = memory_settings_new();
    webkit_website_data_manager_set_memory_pressure_settings(memory); /* before there is any */
    g_autoptr(WebKitWebsiteDataManager) data = data_manager_new();
    g_autoptr(WebKitWebContext) context =
        g_object_new(WEBKIT_TYPE_WEB_CONTEXT, "website-data-manager", data,
                     "memory-pressure-settings", memory, NULL);
    webkit_memory_pressure_settings_free(memory);
    webkit_web_context_set_sandbox_enabled(context, TRUE);
    webkit_web_context_set_automation_allowed(context, FALSE);
    webkit_web_context_set_spell_checking_enabled(context, FALSE);
    /* One site: the memory cache helps, a page cache is switched off in web-settings.c. */
    webkit_web_context_set_cache_model(context, WEBKIT_CACHE_MODEL_DOCUMENT_BROWSER);
    webkit_cookie_manager_set_accept_policy(webkit_website_data_manager_get_cookie_manager(data),
                                            WEBKIT_COOKIE_POLICY_ACCEPT_NO_THIRD_PARTY);

    static const char *const french[] = {"fr-FR", "fr", "en", NULL};
    static const char *const english[] = {"en-GB", "en", "fr", NULL};
    webkit_web_context_set_preferred_languages(
        context, policy->session_language == POLICY_LANGUAGE_EN ? english : french);

    if (!is_closed(context, data)) {
        browser_log("refuses to run: WebKit's context is not sandboxed and ephemeral");
        return NULL;
    }
    return g_steal_pointer(&context);
}
