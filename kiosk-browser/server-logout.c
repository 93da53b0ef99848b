/* The conversation with the server at the end: token, check, logout, check.
 * Runs as: the kiosk user, exposed to the network.
 *
 * The same request with the same cookies is made before the logout and after it: only a server that
 * answered and then refuses has closed the login. */
#include "server-logout.h"

#include "log.h"
#include "logout-rules.h"
#include "server-request.h"

struct logout {
    struct browser *browser;
    SoupSession *session;
    GCancellable *cancellable;
    GSList *cookies; /* SoupCookie, owned */
    char *token;
    enum logout_result result; /* so far: what is told when the time is over */
    enum logout_proof proof;
    bool answered_before;  /* logout.check-url was, before the logout */
    bool asks_old_cookies; /* those of the last page of the mailbox */
    guint deadline;
    void (*done)(enum logout_result result, enum logout_proof proof, void *data);
    void *data;
};

typedef void (*answer_handler)(const struct browser_answer *answer, void *data);

static void free_cookies(GSList *cookies)
{
    g_slist_free_full(cookies, (GDestroyNotify)soup_cookie_free);
}

static void finish(struct logout *logout)
{
    g_cancellable_cancel(logout->cancellable);
    if (logout->deadline > 0)
        g_source_remove(logout->deadline);
    logout->done(logout->result, logout->proof, logout->data);
    soup_session_abort(logout->session);
    g_object_unref(logout->session);
    g_object_unref(logout->cancellable);
    free_cookies(logout->cookies);
    g_free(logout->token);
    g_free(logout);
}

static void finish_with(struct logout *logout, enum logout_result result)
{
    logout->result = result;
    finish(logout);
}

static gboolean on_deadline(gpointer data)
{
    struct logout *logout = data;
    logout->deadline = 0;
    browser_log("server logout: the time is over");
    finish(logout);
    return G_SOURCE_REMOVE;
}

static void ask(struct logout *logout, const char *url, const char *form, answer_handler handler)
{
    g_autofree char *address = browser_logout_fill(url, logout->token);
    struct browser_request request = {
        logout->browser, logout->session, logout->cancellable, logout->cookies, form,
    };
    browser_server_ask(&request, address, handler, logout);
}

static bool is_refusal(struct logout *logout, const char *url, const struct browser_answer *answer)
{
    return browser_logout_is_refusal(logout->browser->policy, url, answer->status, answer->location,
                                     answer->body);
}

static bool is_answer(const struct browser_answer *answer)
{
    return answer->status > 0 && answer->status < SOUP_STATUS_BAD_REQUEST;
}

static void on_checked_after(const struct browser_answer *answer, void *data)
{
    struct logout *logout = data;
    if (is_refusal(logout, logout->browser->policy->logout_check_url, answer))
        logout->proof = logout->answered_before ? LOGOUT_PROOF_DEAD : LOGOUT_PROOF_UNKNOWN;
    else if (is_answer(answer))
        logout->proof = LOGOUT_PROOF_ALIVE;
    finish(logout);
}

static void on_logged_out(const struct browser_answer *answer, void *data)
{
    struct logout *logout = data;
    if (answer->status == 0) {
        finish_with(logout, LOGOUT_NO_ANSWER);
        return;
    }
    logout->result = is_answer(answer) ? LOGOUT_DONE : LOGOUT_REFUSED;
    if (logout->browser->policy->logout_check_url[0])
        ask(logout, logout->browser->policy->logout_check_url, NULL, on_checked_after);
    else
        finish(logout);
}

static void log_out(struct logout *logout)
{
    const struct policy *policy = logout->browser->policy;
    g_autofree char *form = policy->logout_method == POLICY_METHOD_POST
                                ? browser_logout_fill(policy->logout_form, logout->token)
                                : NULL;
    ask(logout, policy->logout_url, form, on_logged_out);
}

static void on_checked_before(const struct browser_answer *answer, void *data);

static void find_token(struct logout *logout);

/* With the cookies of now there is no login. Where a mailbox was on the screen, the webmail has
 * logged out by itself: then its cookies of that time must be refused. */
static void not_logged_in(struct logout *logout)
{
    struct browser *browser = logout->browser;
    if (logout->asks_old_cookies || !browser->mailbox_cookies) {
        finish_with(logout, LOGOUT_NOT_LOGGED_IN);
        return;
    }
    logout->asks_old_cookies = true;
    free_cookies(logout->cookies);
    logout->cookies = g_steal_pointer(&browser->mailbox_cookies);
    g_clear_pointer(&logout->token, g_free);
    find_token(logout);
}

static void on_checked_before(const struct browser_answer *answer, void *data)
{
    struct logout *logout = data;
    if (answer->status == 0) {
        finish(logout);
    } else if (is_refusal(logout, logout->browser->policy->logout_check_url, answer)) {
        logout->proof = logout->asks_old_cookies ? LOGOUT_PROOF_DEAD : LOGOUT_PROOF_UNKNOWN;
        not_logged_in(logout);
    } else {
        logout->answered_before = is_answer(answer);
        log_out(logout);
    }
}

/* The token is there, or none is needed. */
static void check_before(struct logout *logout)
{
    const char *url = logout->browser->policy->logout_check_url;
    if (url[0])
        ask(logout, url, NULL, on_checked_before);
    else
        log_out(logout);
}

static void on_token_page(const struct browser_answer *answer, void *data)
{
    struct logout *logout = data;
    const struct policy *policy = logout->browser->policy;
    if (answer->status == 0) {
        finish(logout);
        return;
    }
    bool refused = is_refusal(logout, policy->logout_token_page, answer);
    logout->token = browser_logout_token(answer->body, policy->logout_token_after);
    if (refused || !logout->token) {
        if (refused && logout->asks_old_cookies)
            logout->proof = LOGOUT_PROOF_DEAD;
        not_logged_in(logout);
    } else if (g_str_equal(policy->logout_token_page, policy->logout_check_url)) {
        logout->answered_before = is_answer(answer); /* it was the check as well */
        log_out(logout);
    } else {
        check_before(logout);
    }
}

static char *token_of_cookies(const struct policy *policy, GSList *cookies)
{
    for (GSList *item = cookies; item; item = item->next)
        if (g_str_equal(soup_cookie_get_name(item->data), policy->logout_token_cookie))
            return browser_logout_token(soup_cookie_get_value(item->data),
                                        policy->logout_token_after);
    return NULL;
}

static void find_token(struct logout *logout)
{
    const struct policy *policy = logout->browser->policy;
    const char *uri = webkit_web_view_get_uri(logout->browser->view);
    if (policy->logout_token_page[0]) {
        ask(logout, policy->logout_token_page, NULL, on_token_page);
        return;
    }
    if (policy->logout_token_cookie[0])
        logout->token = token_of_cookies(policy, logout->cookies);
    else if (policy->logout_token_query[0] && uri)
        logout->token = browser_logout_token_of_query(uri, policy->logout_token_query);
    else if (!policy->logout_token_query[0])
        logout->token = g_strdup("");
    if (logout->token)
        check_before(logout);
    else
        not_logged_in(logout);
}

static bool has_login_cookie(struct logout *logout)
{
    const struct policy *policy = logout->browser->policy;
    return browser_server_has_cookie(logout->cookies, policy->logout_url) ||
           (policy->logout_check_url[0] &&
            browser_server_has_cookie(logout->cookies, policy->logout_check_url));
}

static void on_cookies(GObject *manager, GAsyncResult *result, gpointer data)
{
    g_autoptr(GError) error = NULL;
    GList *cookies = webkit_cookie_manager_get_all_cookies_finish(WEBKIT_COOKIE_MANAGER(manager),
                                                                  result, &error);
    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return; /* and DATA is gone */
    struct logout *logout = data;
    for (GList *item = cookies; item; item = item->next)
        logout->cookies = g_slist_prepend(logout->cookies, item->data);
    g_list_free(cookies);
    if (error)
        finish(logout);
    else if (has_login_cookie(logout))
        find_token(logout);
    else
        not_logged_in(logout);
}

static void ask_cookies(struct browser *browser, GCancellable *cancellable,
                        GAsyncReadyCallback callback, void *data)
{
    WebKitWebsiteDataManager *manager =
        webkit_web_context_get_website_data_manager(browser->context);
    webkit_cookie_manager_get_all_cookies(webkit_website_data_manager_get_cookie_manager(manager),
                                          cancellable, callback, data);
}

static void on_remembered(GObject *manager, GAsyncResult *result, gpointer data)
{
    struct browser *browser = data;
    GList *cookies =
        webkit_cookie_manager_get_all_cookies_finish(WEBKIT_COOKIE_MANAGER(manager), result, NULL);
    free_cookies(g_steal_pointer(&browser->mailbox_cookies));
    for (GList *item = cookies; item; item = item->next)
        browser->mailbox_cookies = g_slist_prepend(browser->mailbox_cookies, item->data);
    g_list_free(cookies);
}

void browser_server_logout_remember(struct browser *browser)
{
    if (browser->policy->logout_url[0] && !browser->ending)
        ask_cookies(browser, NULL, on_remembered, browser);
}

static gboolean on_nothing_to_do(gpointer data)
{
    finish(data);
    return G_SOURCE_REMOVE;
}

void browser_server_logout_start(struct browser *browser, unsigned milliseconds,
                                 void (*done)(enum logout_result result, enum logout_proof proof,
                                              void *data),
                                 void *data)
{
    struct logout *logout = g_new0(struct logout, 1);
    logout->browser = browser;
    logout->session = browser_server_session_new(browser);
    logout->cancellable = g_cancellable_new();
    logout->result = LOGOUT_NO_ANSWER;
    logout->proof = LOGOUT_PROOF_UNKNOWN;
    logout->done = done;
    logout->data = data;
    if (!browser->policy->logout_url[0]) {
        logout->result = LOGOUT_NOT_CONFIGURED;
        g_idle_add(on_nothing_to_do, logout);
        return;
    }
    logout->deadline = g_timeout_add(milliseconds, on_deadline, logout);
    ask_cookies(browser, logout->cancellable, on_cookies, logout);
}
