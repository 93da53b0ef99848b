/* Reads tokens out of texts, and refusals out of answers.
 * Runs as: the kiosk user; pure. */
#include "logout-rules.h"

#include <string.h>

enum { TOKEN_MAX = 256, UNAUTHORIZED = 401, FORBIDDEN = 403, REDIRECTS = 300, ERRORS = 400 };

static const char token_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                    "-._~+/=";

char *browser_logout_token(const char *text, const char *after)
{
    const char *start = strstr(text, after);
    if (!start)
        return NULL;
    start += strlen(after);
    size_t length = strspn(start, token_letters);
    return length > 0 && length <= TOKEN_MAX ? g_strndup(start, length) : NULL;
}

char *browser_logout_token_of_query(const char *url, const char *name)
{
    g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_ENCODED, NULL);
    GUriParamsIter iter;
    char *key, *value, *found = NULL;
    if (!uri || !g_uri_get_query(uri))
        return NULL;
    g_uri_params_iter_init(&iter, g_uri_get_query(uri), -1, "&", G_URI_PARAMS_NONE);
    while (!found && g_uri_params_iter_next(&iter, &key, &value, NULL)) {
        if (g_str_equal(key, name))
            found = browser_logout_token(value, "");
        g_free(key);
        g_free(value);
    }
    return found;
}

char *browser_logout_fill(const char *text, const char *token)
{
    g_autofree char *escaped = g_uri_escape_string(token ? token : "", NULL, FALSE);
    g_auto(GStrv) parts = g_strsplit(text, POLICY_TOKEN, -1);
    return g_strjoinv(escaped, parts);
}

/* The address without its query: a login page is the same one with another query. */
static char *page_of(const char *url)
{
    return g_strndup(url, strcspn(url, "?#"));
}

static bool leads_out(const struct policy *policy, const char *url, const char *location)
{
    g_autofree char *target = g_uri_resolve_relative(url, location, G_URI_FLAGS_ENCODED, NULL);
    if (!target)
        return false;
    g_autofree char *page = page_of(target);
    g_autofree char *start = page_of(policy->site_start_url);
    g_autofree char *asked = page_of(url);
    return url_rules_check(&policy->site_logged_out_pages, target, NULL) == URL_ALLOWED ||
           (g_str_equal(page, start) && !g_str_equal(page, asked));
}

bool browser_logout_is_refusal(const struct policy *policy, const char *url, unsigned status,
                               const char *location, const char *body)
{
    if (status == UNAUTHORIZED || status == FORBIDDEN)
        return true;
    if (status >= REDIRECTS && status < ERRORS && location && leads_out(policy, url, location))
        return true;
    return policy->logout_refused_text[0] && strstr(body, policy->logout_refused_text);
}
