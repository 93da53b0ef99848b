/* Any rule (the first line) against any address (what follows), as a page would give it to WebKit:
 * what the matcher allows, WebKit's own parser wrote so, and libsoup connects to a host and port
 * that the rule names, for a path that it covers. All of it is read here without the matcher.
 * Runs as: whoever runs the tests. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <webkit2/webkit2.h>

#include "url-rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* The flags with which WebKit has GLib take an address apart for libsoup (WTF's URLGLib.cpp). */
static const GUriFlags uri_flags = (GUriFlags)(SOUP_HTTP_URI_FLAGS | G_URI_FLAGS_PARSE_RELAXED);

static void require(gboolean holds)
{
    if (!holds)
        abort();
}

/* A suffix of HOST at a dot, with something before it that is no punycode of anybody's. */
static gboolean host_is_below(const char *host, const char *parent)
{
    g_autofree char *ending = g_strconcat(".", parent, NULL);
    g_autofree char *below = NULL;
    g_auto(GStrv) labels = NULL;

    if (!g_str_has_suffix(host, ending) || strlen(host) == strlen(ending))
        return FALSE;
    below = g_strndup(host, strlen(host) - strlen(ending));
    labels = g_strsplit(below, ".", -1);
    for (char **label = labels; *label; label++)
        if (**label == '\0' || g_str_has_prefix(*label, "xn--"))
            return FALSE;
    return TRUE;
}

static gboolean path_is_covered(const char *path, const char *rule)
{
    g_autofree char *folder = g_strconcat(rule, g_str_has_suffix(rule, "/") ? "" : "/", NULL);

    return g_str_equal(path, rule) || g_str_has_prefix(path, folder);
}

static gboolean query_has(const char *query, const char *pair)
{
    g_auto(GStrv) pairs = g_strsplit(query ? query : "", "&", -1);

    return g_strv_contains((const char *const *)pairs, pair);
}

/* What is connected to and asked for. */
static void check_connection(const struct url_rule *rule, const char *url)
{
    g_autoptr(GUri) uri = g_uri_parse(url, uri_flags, NULL);
    int port;

    require(uri && g_str_equal(g_uri_get_scheme(uri), "https") && !g_uri_get_userinfo(uri));
    port = g_uri_get_port(uri);
    require((port < 0 ? 443 : port) == rule->port);
    require(rule->subdomains ? host_is_below(g_uri_get_host(uri), rule->host)
                             : g_str_equal(g_uri_get_host(uri), rule->host));
    require(!rule->path || path_is_covered(g_uri_get_path(uri), rule->path));
    require(!rule->query || query_has(g_uri_get_query(uri), rule->query));
}

/* Whose page it is to WebKit: cookies, scripts, the bar. */
static void check_origin(const struct url_rule *rule, const char *url)
{
    g_autoptr(GUri) uri = g_uri_parse(url, uri_flags, NULL);
    WebKitSecurityOrigin *origin = webkit_security_origin_new_for_uri(url);
    guint16 port = webkit_security_origin_get_port(origin);

    require(g_strcmp0(webkit_security_origin_get_protocol(origin), "https") == 0);
    require(g_strcmp0(webkit_security_origin_get_host(origin), g_uri_get_host(uri)) == 0);
    require((port ? port : 443) == rule->port);
    webkit_security_origin_unref(origin);
}

static void check_address(const struct url_rule *rule, const char *raw)
{
    const struct url_rules rules = {(struct url_rule *)rule, 1};
    g_autoptr(WebKitURIRequest) request = webkit_uri_request_new(raw);
    g_autofree char *written = g_strdup(webkit_uri_request_get_uri(request));

    if (url_rules_check(&rules, raw, NULL) == URL_ALLOWED)
        require(g_strcmp0(raw, written) == 0); /* so, and not something near it */
    if (!written || url_rules_check(&rules, written, NULL) != URL_ALLOWED)
        return;
    webkit_uri_request_set_uri(request, written);
    require(g_strcmp0(webkit_uri_request_get_uri(request), written) == 0);
    check_connection(rule, written);
    check_origin(rule, written);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    g_autofree char *text = g_strndup((const char *)bytes, length);
    char *url = strchr(text, '\n');
    struct url_rule rule;
    const char *problem;

    if (!url)
        return 0;
    *url++ = '\0';
    if (!url_rule_parse(text, &rule, &problem))
        return 0;
    check_address(&rule, url);
    url_rule_clear(&rule);
    return 0;
}
