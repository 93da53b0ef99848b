/* Adds the shell's scripts to pages.
 * Runs as: the kiosk user. */
#include "script-world.h"

void browser_script_world_append_string(GString *json, const char *text)
{
    g_string_append_c(json, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            g_string_append_c(json, '\\');
        if ((unsigned char)*text < 0x20)
            g_string_append_printf(json, "\\u%04x", (unsigned)*text);
        else
            g_string_append_c(json, *text);
    }
    g_string_append_c(json, '"');
}

GBytes *browser_script_world_resource(const char *name)
{
    g_autofree char *path = g_strconcat("/fr/webmail-kiosk/browser/", name, NULL);
    GBytes *data = g_resources_lookup_data(path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    g_assert(data); /* compiled in */
    return data;
}

void browser_script_world_add(WebKitUserContentManager *content, const char *name,
                              const char *parameters)
{
    g_autoptr(GBytes) body = browser_script_world_resource(name);
    g_autoptr(GString) source = g_string_new("(function (kiosk) {");
    g_string_append_len(source, g_bytes_get_data(body, NULL), (gssize)g_bytes_get_size(body));
    g_string_append_printf(source, "\n})(%s);", parameters ? parameters : "null");
    g_autoptr(WebKitUserScript) script = webkit_user_script_new_for_world(
        source->str, WEBKIT_USER_CONTENT_INJECT_ALL_FRAMES,
        WEBKIT_USER_SCRIPT_INJECT_AT_DOCUMENT_START, BROWSER_SCRIPT_WORLD, NULL, NULL);
    webkit_user_content_manager_add_script(content, script);
}
