/* Decides where each frame may go: always by the policy, on the address as WebKit's parser wrote
 * it. Runs as: the kiosk user. */
#include "navigation.h"

#include <string.h>

#include "input-drain.h"
#include "load-error.h"
#include "log.h"
#include "page-load.h"
#include "screen.h"

static enum browser_notice_kind blocked_notice(enum url_verdict verdict, const char *uri)
{
    if (verdict == URL_MALFORMED || verdict == URL_USERINFO_REFUSED)
        return NOTICE_BLOCKED_ADDRESS;
    if (verdict != URL_SCHEME_REFUSED)
        return NOTICE_BLOCKED_SITE;
    return g_str_has_prefix(uri, "http:") ? NOTICE_BLOCKED_PLAIN : NOTICE_BLOCKED_PROGRAM;
}

/* A refusal is told when a person caused it, or when it leaves them without any page. The rest,
 * such as a frame inside a mail, is refused in silence. */
static void tell(struct browser *browser, enum url_verdict verdict, const char *uri, bool asked)
{
    browser_log("navigation refused: %s", url_verdict_text(verdict));
    if (!browser->page_verified)
        browser_page_load_refused(browser, NOTICE_BLOCKED_START, uri);
    else if (asked)
        browser_screen_notice(browser, blocked_notice(verdict, uri), uri);
}

/* WebKit's own string lives only until it is asked again, so it is copied. */
static char *address_of(WebKitNavigationAction *action)
{
    const char *uri = webkit_uri_request_get_uri(webkit_navigation_action_get_request(action));
    return g_strdup(uri ? uri : "");
}

/* WebKit sends a form once more when a page goes back to what answered it. A code is good for one
 * login, and a password is sent when a person sends it: the shell begins again instead. */
static bool sends_again(struct browser *browser, WebKitNavigationAction *action)
{
    WebKitNavigationType type = webkit_navigation_action_get_navigation_type(action);
    const char *method =
        webkit_uri_request_get_http_method(webkit_navigation_action_get_request(action));
    if (type == WEBKIT_NAVIGATION_TYPE_FORM_SUBMITTED || type == WEBKIT_NAVIGATION_TYPE_OTHER ||
        type == WEBKIT_NAVIGATION_TYPE_LINK_CLICKED || g_strcmp0(method, "POST") != 0)
        return false;
    browser_log("form not sent again");
    browser_page_load_start(browser);
    return true;
}

static bool is_allowed(struct browser *browser, WebKitNavigationAction *action)
{
    g_autofree char *uri = address_of(action);
    if (browser->ending && !browser->saving_draft)
        return false;
    if (browser->blanking)
        return g_str_equal(uri, "about:blank");
    enum url_verdict verdict = url_rules_check_navigation(&browser->policy->site_allow, uri);
    if (verdict == URL_ALLOWED)
        return !sends_again(browser, action);
    bool asked =
        webkit_navigation_action_is_user_gesture(action) ||
        webkit_navigation_action_is_redirect(action) ||
        webkit_navigation_action_get_navigation_type(action) == WEBKIT_NAVIGATION_TYPE_LINK_CLICKED;
    tell(browser, verdict, uri, asked);
    return false;
}

/* There is one window: what wants a new one takes its place. An empty one stays unborn. */
static void open_in_place(struct browser *browser, WebKitNavigationAction *action)
{
    g_autofree char *uri = address_of(action);
    if (is_allowed(browser, action) && g_str_has_prefix(uri, "https:"))
        webkit_web_view_load_request(browser->view, webkit_navigation_action_get_request(action));
}

static bool wants_a_file(WebKitResponsePolicyDecision *decision)
{
    WebKitURIResponse *response = webkit_response_policy_decision_get_response(decision);
    SoupMessageHeaders *headers = webkit_uri_response_get_http_headers(response);
    g_autofree char *disposition = NULL;
    if (headers && soup_message_headers_get_content_disposition(headers, &disposition, NULL) &&
        g_ascii_strcasecmp(disposition, "attachment") == 0)
        return true;
    return !webkit_response_policy_decision_is_mime_type_supported(decision);
}

/* The server's own error page, or what the proxy answers in the place of a server, would be a dead
 * end that nothing leaves by itself. Refused, it leaves the page before it as it was, with all that
 * was typed into it, to come back to. */
static bool is_no_answer(unsigned status)
{
    return status >= 500;
}

/* The answer that would have WebKit ask for a name and a password in a window of its own. */
static bool wants_sign_on(WebKitURIResponse *response)
{
    SoupMessageHeaders *headers = webkit_uri_response_get_http_headers(response);
    return webkit_uri_response_get_status_code(response) == SOUP_STATUS_UNAUTHORIZED && headers &&
           soup_message_headers_get_list(headers, "WWW-Authenticate");
}

static bool decide_response(struct browser *browser, WebKitResponsePolicyDecision *decision)
{
    WebKitURIResponse *response = webkit_response_policy_decision_get_response(decision);
    guint status = webkit_uri_response_get_status_code(response);
    if (browser->ending && !browser->saving_draft)
        return false;
    bool main_page = webkit_response_policy_decision_is_main_frame_main_resource(decision);
    if (main_page && (is_no_answer(status) || wants_sign_on(response))) {
        browser_page_load_refused(browser,
                                  wants_sign_on(response) ? NOTICE_BLOCKED_SIGN_ON
                                                          : browser_load_error_answer(status),
                                  NULL);
        return false;
    }
    if (wants_a_file(decision)) {
        browser_log("file refused");
        browser_screen_notice(browser, NOTICE_BLOCKED_FILE, NULL);
        return false;
    }
    return true;
}

/* A page that gets input gives way to one of which it is not known yet whether it may. */
static bool replaces_page(const struct browser *browser, WebKitResponsePolicyDecision *decision)
{
    return browser->page_verified && browser->input_held &&
           webkit_response_policy_decision_is_main_frame_main_resource(decision);
}

static gboolean on_decide(WebKitWebView *view, WebKitPolicyDecision *decision,
                          WebKitPolicyDecisionType type, gpointer data)
{
    struct browser *browser = data;
    bool allowed = false;
    switch (type) {
    case WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION:
        allowed = is_allowed(browser, webkit_navigation_policy_decision_get_navigation_action(
                                          WEBKIT_NAVIGATION_POLICY_DECISION(decision)));
        break;
    case WEBKIT_POLICY_DECISION_TYPE_NEW_WINDOW_ACTION:
        open_in_place(browser, webkit_navigation_policy_decision_get_navigation_action(
                                   WEBKIT_NAVIGATION_POLICY_DECISION(decision)));
        break;
    case WEBKIT_POLICY_DECISION_TYPE_RESPONSE:
        allowed = decide_response(browser, WEBKIT_RESPONSE_POLICY_DECISION(decision));
        break;
    }
    if (allowed && browser_page_load_hold(browser, decision))
        return TRUE;
    if (allowed && type == WEBKIT_POLICY_DECISION_TYPE_RESPONSE &&
        replaces_page(browser, WEBKIT_RESPONSE_POLICY_DECISION(decision))) {
        browser_input_drain(browser, decision);
        return TRUE;
    }
    if (allowed)
        webkit_policy_decision_use(decision);
    else
        webkit_policy_decision_ignore(decision);
    return TRUE; /* the default handler uses everything, and downloads */
}

static GtkWidget *on_create(WebKitWebView *view, WebKitNavigationAction *action, gpointer data)
{
    open_in_place(data, action);
    return NULL;
}

void browser_navigation_connect(struct browser *browser)
{
    g_signal_connect(browser->view, "decide-policy", G_CALLBACK(on_decide), browser);
    g_signal_connect(browser->view, "create", G_CALLBACK(on_create), browser);
}
