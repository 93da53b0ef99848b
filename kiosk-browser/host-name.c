/* Finds the registrable domain of a host with libpsl.
 * Runs as: the kiosk user; pure. */
#include "host-name.h"

#include <string.h>

#include <glib.h>
#include <libpsl.h>

enum { SHOWN_MAX = 72 }; /* bytes; a host is ASCII */

char *browser_host_of_url(const char *url)
{
    /* WebKit takes a stray '%' in a path as it is, and so does who asks here. */
    const GUriFlags flags = G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_ENCODED;
    g_autoptr(GUri) uri = url ? g_uri_parse(url, flags, NULL) : NULL;
    const char *host = uri ? g_uri_get_host(uri) : NULL;
    return host && *host ? g_ascii_strdown(host, -1) : NULL;
}

size_t browser_host_registrable(const char *host)
{
    const psl_ctx_t *list = psl_builtin();
    if (!list || g_hostname_is_ip_address(host))
        return 0;
    const char *domain = psl_registrable_domain(list, host);
    return domain && domain >= host ? (size_t)(domain - host) : 0;
}

char *browser_host_markup(const char *host)
{
    size_t length = strlen(host), start = browser_host_registrable(host), from = 0;
    if (length > SHOWN_MAX)
        from = MIN(start, length - SHOWN_MAX);
    g_autofree char *light =
        g_strdup_printf("%s%.*s", from > 0 ? "…" : "", (int)(start - from), host + from);
    return g_markup_printf_escaped("<span alpha=\"80%%\">%s</span><b>%s</b>", light, host + start);
}
