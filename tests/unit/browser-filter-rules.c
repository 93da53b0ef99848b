/* The content filter that is made from the policy's rules, and that it agrees with the matcher.
 * Runs as: whoever runs the tests. */
#include "filter-rules.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <webkit2/webkit2.h>

#include "test.h"
#include "url-rule.h"

/* Rules of a policy, and an address: what the matcher says, the filter must say. */
static const struct {
    const char *rule, *url;
} table[] = {
    {"mail.example.org",               "https://mail.example.org/"                     },
    {"mail.example.org",               "https://mail.example.org/a/b?c=d#e"            },
    {"mail.example.org",               "https://mailxexample.org/"                     },
    {"mail.example.org",               "https://mail.example.org.evil.example/"        },
    {"mail.example.org",               "https://evil.example/https://mail.example.org/"},
    {"mail.example.org",               "https://x.mail.example.org/"                   },
    {"mail.example.org",               "https://mail.example.org:8443/"                },
    {"mail.example.org",               "http://mail.example.org/"                      },
    {"mail.example.org:8443",          "https://mail.example.org:8443/"                },
    {"mail.example.org:8443",          "https://mail.example.org/"                     },
    {".example.org",                   "https://a.example.org/"                        },
    {".example.org",                   "https://a.b.example.org/x"                     },
    {".example.org",                   "https://example.org/"                          },
    {".example.org",                   "https://badexample.org/"                       },
    {".example.org",                   "https://evil.example/a.example.org/"           },
    {"mail.example.org/iwc",           "https://mail.example.org/iwc"                  },
    {"mail.example.org/iwc",           "https://mail.example.org/iwc/x"                },
    {"mail.example.org/iwc",           "https://mail.example.org/iwc?x"                },
    {"mail.example.org/iwc",           "https://mail.example.org/iwcx"                 },
    {"mail.example.org/iwc",           "https://mail.example.org/IWC"                  },
    {"mail.example.org/iwc/",          "https://mail.example.org/iwc/x"                },
    {"mail.example.org/iwc/",          "https://mail.example.org/iwc"                  },
    {"mail.example.org/a.b+c",         "https://mail.example.org/a.b+c"                },
    {"mail.example.org/a.b+c",         "https://mail.example.org/aXbbc"                },
    {"mail.example.org/?_task=login",  "https://mail.example.org/?_task=login"         },
    {"mail.example.org/?_task=login",  "https://mail.example.org/?a=b&_task=login&c=d" },
    {"mail.example.org/?_task=login",  "https://mail.example.org/?a=b&_task=login#x"   },
    {"mail.example.org/?_task=login",  "https://mail.example.org/?a_task=login"        },
    {"mail.example.org/?_task=login",  "https://mail.example.org/?_task=loginx"        },
    {"mail.example.org/?_task=login",  "https://mail.example.org/#?_task=login"        },
    {"mail.example.org/x?_task=login", "https://mail.example.org/x/y?_task=login"      },
    {"mail.example.org/x?_task=login", "https://mail.example.org/xy?_task=login"       },
};

static JsonArray *filter_of(const char *rule_text, JsonParser *parser)
{
    struct url_rule rule;
    const char *problem = NULL;
    CHECK_FOR(rule_text, url_rule_parse(rule_text, &rule, &problem));
    struct url_rules rules = {.items = &rule, .count = 1};
    g_autofree char *json = browser_filter_rules_json(&rules, &rules);
    CHECK_FOR(rule_text, json_parser_load_from_data(parser, json, -1, NULL));
    url_rule_clear(&rule);
    return json_node_get_array(json_parser_get_root(parser));
}

/* As WebKit applies a list: the last rule that matches decides. */
static gboolean filter_allows(JsonArray *filter, const char *url)
{
    gboolean allowed = TRUE;
    for (guint i = 0; i < json_array_get_length(filter); i++) {
        JsonObject *rule = json_array_get_object_element(filter, i);
        JsonObject *trigger = json_object_get_object_member(rule, "trigger");
        const char *type =
            json_object_get_string_member(json_object_get_object_member(rule, "action"), "type");
        if (!json_object_has_member(trigger, "resource-type") &&
            g_regex_match_simple(json_object_get_string_member(trigger, "url-filter"), url, 0, 0))
            allowed = g_str_equal(type, "ignore-previous-rules");
    }
    return allowed;
}

static void filter_agrees_with_matcher(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        struct url_rule rule;
        const char *problem = NULL;
        g_autoptr(JsonParser) parser = json_parser_new();
        JsonArray *filter = filter_of(table[i].rule, parser);
        CHECK_FOR(table[i].rule, url_rule_parse(table[i].rule, &rule, &problem));
        struct url_rules rules = {.items = &rule, .count = 1};
        gboolean allowed = url_rules_check(&rules, table[i].url, NULL) == URL_ALLOWED;
        CHECK_FOR(table[i].url, filter_allows(filter, table[i].url) == allowed);
        url_rule_clear(&rule);
    }
}

static void other_schemes(void)
{
    g_autoptr(JsonParser) parser = json_parser_new();
    JsonArray *filter = filter_of("mail.example.org/iwc", parser);
    CHECK(filter_allows(filter, "wss://mail.example.org/iwc/x"));
    CHECK(!filter_allows(filter, "ws://mail.example.org/iwc/x"));
    CHECK(filter_allows(filter, "blob:https://mail.example.org/1-2"));
    CHECK(!filter_allows(filter, "blob:https://evil.example/1-2"));
    CHECK(filter_allows(filter, "webkit-pdfjs-viewer://pdfjs/web/viewer.html"));
    CHECK(!filter_allows(filter, "file:///etc/passwd"));
}

/* A host of assets is let through for parts of a page alone. */
static void assets_are_no_pages(void)
{
    struct url_rule rule;
    const char *problem = NULL;
    CHECK(url_rule_parse("static.example.org/x", &rule, &problem));
    g_autofree char *json =
        browser_filter_rules_json(&(struct url_rules){0}, &(struct url_rules){&rule, 1});
    g_autoptr(JsonParser) parser = json_parser_new();
    CHECK(json_parser_load_from_data(parser, json, -1, NULL));
    JsonArray *filter = json_node_get_array(json_parser_get_root(parser));
    gboolean found = FALSE;
    for (guint i = 0; i < json_array_get_length(filter); i++) {
        JsonObject *trigger =
            json_object_get_object_member(json_array_get_object_element(filter, i), "trigger");
        const char *pattern = json_object_get_string_member(trigger, "url-filter");
        if (!strstr(pattern, "static"))
            continue;
        found = TRUE;
        CHECK_FOR(pattern, !g_str_has_prefix(pattern, "^blob"));
        CHECK_FOR(pattern, json_object_has_member(trigger, "resource-type"));
    }
    CHECK(found && !strstr(json, "\"document\""));
    url_rule_clear(&rule);
}

static void no_rules_block_everything(void)
{
    g_autoptr(JsonParser) parser = json_parser_new();
    g_autofree char *json =
        browser_filter_rules_json(&(struct url_rules){0}, &(struct url_rules){0});
    CHECK(json_parser_load_from_data(parser, json, -1, NULL));
    CHECK(!filter_allows(json_node_get_array(json_parser_get_root(parser)), "https://a.example/"));
}

static void on_saved(GObject *store, GAsyncResult *result, gpointer data)
{
    g_autoptr(GError) error = NULL;
    WebKitUserContentFilter *filter = webkit_user_content_filter_store_save_finish(
        WEBKIT_USER_CONTENT_FILTER_STORE(store), result, &error);
    CHECK_FOR(error ? error->message : "", filter != NULL);
    g_clear_pointer(&filter, webkit_user_content_filter_unref);
    g_main_loop_quit(data);
}

/* WebKit's own compiler knows fewer regular expressions than the one above. */
static void webkit_compiles_every_form(void)
{
    g_autofree char *folder = g_dir_make_tmp("filter-XXXXXX", NULL);
    g_autoptr(WebKitUserContentFilterStore) store = webkit_user_content_filter_store_new(folder);
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        struct url_rule rule;
        const char *problem = NULL;
        CHECK_FOR(table[i].rule, url_rule_parse(table[i].rule, &rule, &problem));
        struct url_rules rules = {.items = &rule, .count = 1};
        char *json = browser_filter_rules_json(&rules, &rules);
        g_autoptr(GBytes) source = g_bytes_new_take(json, strlen(json));
        webkit_user_content_filter_store_save(store, "test", source, NULL, on_saved, loop);
        g_main_loop_run(loop);
        url_rule_clear(&rule);
    }
    g_autofree char *left = g_build_filename(folder, "ContentRuleList-test", NULL);
    g_remove(left);
    g_rmdir(folder);
}

int main(void)
{
    filter_agrees_with_matcher();
    other_schemes();
    assets_are_no_pages();
    no_rules_block_everything();
    webkit_compiles_every_form();
    return TEST_RESULT();
}
