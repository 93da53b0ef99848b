/* Refuses each permission that a page asks for or asks about.
 * Runs as: the kiosk user. */
#include "permissions.h"

/* The default handler grants pointer lock, which resets the idle counter of the display. */
static gboolean on_request(WebKitWebView *view, WebKitPermissionRequest *request, gpointer data)
{
    webkit_permission_request_deny(request);
    return TRUE;
}

static gboolean on_query(WebKitWebView *view, WebKitPermissionStateQuery *query, gpointer data)
{
    webkit_permission_state_query_finish(query, WEBKIT_PERMISSION_STATE_DENIED);
    return TRUE;
}

void browser_permissions_connect(WebKitWebView *view)
{
    g_signal_connect(view, "permission-request", G_CALLBACK(on_request), NULL);
    g_signal_connect(view, "query-permission-state", G_CALLBACK(on_query), NULL);
}
