/* Adds what turns "remember me" off to the pages.
 * Runs as: the kiosk user. */
#include "login-forms.h"

#include <glib/gi18n.h>

#include "config.h"
#include "script-world.h"

void browser_login_forms_add_finder(WebKitUserContentManager *content)
{
    g_autoptr(GBytes) rules = browser_script_world_resource("remember-rules.json");
    browser_script_world_add(content, "login-finder.js", g_bytes_get_data(rules, NULL));
}

void browser_login_forms_add(WebKitUserContentManager *content)
{
    g_autoptr(GString) parameters = g_string_new("{\"note\":");
    /* Translators: stands on a login page, in the place of "Remember me". */
    browser_script_world_append_string(parameters,
                                       _("Shared computer: this session will not be kept"));
    g_string_append_c(parameters, '}');

    browser_login_forms_add_finder(content);
    browser_script_world_add(content, "login-forms.js", parameters->str);

    g_autoptr(GBytes) style = browser_script_world_resource("login-forms.css");
    g_autoptr(WebKitUserStyleSheet) sheet = webkit_user_style_sheet_new(
        g_bytes_get_data(style, NULL), WEBKIT_USER_CONTENT_INJECT_ALL_FRAMES,
        WEBKIT_USER_STYLE_LEVEL_USER, NULL, NULL);
    webkit_user_content_manager_add_style_sheet(content, sheet);
}
