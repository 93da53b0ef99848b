/* Helps with the fields of a login page: the script resources/login-fields.js and what it is told.
 * Runs as: the kiosk user. What is typed never comes here: the script says only whether a password
 * field has the focus. */
#include "login-fields.h"

#include <glib/gi18n.h>

#include "caps-lock.h"
#include "script-world.h"

const char *browser_login_identifier(const struct policy *policy, const char *user)
{
    bool known = policy->login_prefill_identifier == POLICY_YES && user && *user &&
                 g_utf8_validate(user, -1, NULL) &&
                 !policy_names_contain(&policy->account_users, user);
    return known ? user : NULL;
}

static void append_member(GString *json, const char *name, const char *text)
{
    g_string_append_c(json, json->len == 0 ? '{' : ',');
    browser_script_world_append_string(json, name);
    g_string_append_c(json, ':');
    browser_script_world_append_string(json, text);
}

static char *parameters_new(const struct policy *policy)
{
    const char *hint = policy->login_identifier_hint;
    const char *identifier = browser_login_identifier(policy, g_getenv("USER"));
    /* How an identifier looks, as in: Expected: prenom.nom */
    g_autofree char *description = g_strdup_printf(_("Expected: %s"), hint);
    GString *json = g_string_new(NULL);
    append_member(json, "hint", hint);
    append_member(json, "description", description);
    append_member(json, "identifier", identifier ? identifier : "");
    append_member(json, "show", _("Show"));
    append_member(json, "showLabel", _("Show the password while pressed"));
    g_string_append_c(json, '}');
    return g_string_free(json, FALSE);
}

static void on_message(WebKitUserContentManager *content, WebKitJavascriptResult *result,
                       gpointer data)
{
    g_autofree char *where = jsc_value_to_string(webkit_javascript_result_get_js_value(result));
    browser_caps_lock_watch(data, g_str_equal(where, "password"));
}

void browser_login_fields_connect(struct browser *browser)
{
    g_autofree char *parameters = parameters_new(browser->policy);
    g_signal_connect(browser->content, "script-message-received::login", G_CALLBACK(on_message),
                     browser);
    webkit_user_content_manager_register_script_message_handler_in_world(browser->content, "login",
                                                                         BROWSER_SCRIPT_WORLD);
    browser_script_world_add(browser->content, "login-fields.js", parameters);
}
