/* Writes the default-deny content filter as WebKit's JSON.
 * Runs as: the kiosk user; pure.
 *
 * The regular expressions of the filter know classes, groups, "?", "*", "+" and anchors, but no
 * "|": what has two forms becomes two rules. The host is always closed by "/", so that a user name,
 * a port or a longer host cannot follow it. Source: WebKit's documentation of content blockers. */
#include "filter-rules.h"

#include <string.h>

#include <glib.h>

static void append_escaped(GString *pattern, const char *text)
{
    for (; *text; text++) {
        if (strchr("\\^$.|?*+()[]{}", *text))
            g_string_append_c(pattern, '\\');
        g_string_append_c(pattern, *text);
    }
}

static void append_json_string(GString *json, const char *text)
{
    g_string_append_c(json, '"');
    for (; *text; text++) {
        if (strchr("\\\"", *text))
            g_string_append_c(json, '\\');
        g_string_append_c(json, *text);
    }
    g_string_append_c(json, '"');
}

/* Every kind of load but "document", which is a page or frame, and "popup", a new window. */
static const char asset_types[] =
    "[\"image\",\"style-sheet\",\"script\",\"font\",\"svg-document\",\"media\",\"fetch\","
    "\"websocket\"]";

/* TYPES limits the rule to kinds of load, or is NULL. */
static void append_allowing(GString *json, const char *pattern, const char *types)
{
    g_string_append(json, ",\n{\"trigger\":{\"url-filter\":");
    append_json_string(json, pattern);
    g_string_append(json, ",\"url-filter-is-case-sensitive\":true");
    if (types)
        g_string_append_printf(json, ",\"resource-type\":%s", types);
    g_string_append(json, "},\"action\":{\"type\":\"ignore-previous-rules\"}}");
}

/* "^https://host" up to, not including, the path. */
static GString *origin_pattern(const char *scheme, const struct url_rule *rule)
{
    GString *pattern = g_string_new("^");
    g_string_append_printf(pattern, "%s://", scheme);
    if (rule->subdomains)
        g_string_append(pattern, "[^/@:]+\\.");
    append_escaped(pattern, rule->host);
    if (rule->port != 443)
        g_string_append_printf(pattern, ":%u", rule->port);
    return pattern;
}

/* The ways a path may go on, as url_rules_check has them: whole segments, and the query's pair
 * anywhere in the query. NULL-terminated. */
static const char *const *path_tails(const struct url_rule *rule)
{
    static const char *const any[] = {"", NULL};
    static const char *const whole_segment[] = {"$", "[/?#]", NULL};
    static const char *const folder_query[] = {"[^?#]*\\?", "[^?#]*\\?[^#]*&", NULL};
    static const char *const segment_query[] = {"\\?", "\\?[^#]*&", "/[^?#]*\\?",
                                                "/[^?#]*\\?[^#]*&", NULL};
    gboolean folder = !rule->path || g_str_has_suffix(rule->path, "/");
    if (rule->query)
        return folder ? folder_query : segment_query;
    return folder ? any : whole_segment;
}

static void append_query_and_allow(GString *json, GString *pattern, const char *query,
                                   const char *types)
{
    static const char *const ends[] = {"$", "[&#]"};
    append_escaped(pattern, query);
    gsize length = pattern->len;
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_string_truncate(pattern, length);
        g_string_append(pattern, ends[i]);
        append_allowing(json, pattern->str, types);
    }
}

static void append_rule(GString *json, const char *scheme, const struct url_rule *rule,
                        const char *types)
{
    for (const char *const *tail = path_tails(rule); *tail; tail++) {
        GString *pattern = origin_pattern(scheme, rule);
        append_escaped(pattern, rule->path ? rule->path : "/");
        g_string_append(pattern, *tail);
        if (rule->query)
            append_query_and_allow(json, pattern, rule->query, types);
        else
            append_allowing(json, pattern->str, types);
        g_string_free(pattern, TRUE);
    }
}

static void append_blob(GString *json, const struct url_rule *rule)
{
    GString *pattern = origin_pattern("blob:https", rule);
    g_string_append_c(pattern, '/');
    append_allowing(json, pattern->str, NULL);
    g_string_free(pattern, TRUE);
}

char *browser_filter_rules_json(const struct url_rules *pages, const struct url_rules *assets)
{
    GString *json = g_string_new("[{\"trigger\":{\"url-filter\":\".*\"},"
                                 "\"action\":{\"type\":\"block\"}}");
    for (size_t i = 0; i < pages->count; i++) {
        append_rule(json, "https", &pages->items[i], NULL);
        append_rule(json, "wss", &pages->items[i], NULL);
        append_blob(json, &pages->items[i]);
    }
    for (size_t i = 0; i < assets->count; i++) {
        append_rule(json, "https", &assets->items[i], asset_types);
        append_rule(json, "wss", &assets->items[i], asset_types);
    }
    append_allowing(json, "^webkit-pdfjs-viewer://", NULL);
    /* A new window is refused by navigation.c, which can tell the user why; it contacts nobody. */
    g_string_append(json, ",\n{\"trigger\":{\"url-filter\":\".*\",\"resource-type\":[\"popup\"]},"
                          "\"action\":{\"type\":\"ignore-previous-rules\"}}");
    g_string_append(json, "]\n");
    return g_string_free(json, FALSE);
}
