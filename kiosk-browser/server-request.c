/* Asks the webmail's server by libsoup, one request at a time.
 * Runs as: the kiosk user, exposed to the network. */
#include "server-request.h"

#include "certificate.h"
#include "load-error.h"

enum { BODY_MAX = 1 << 20, TIMEOUT = 60 /* seconds; the end has its own, shorter time */ };

struct exchange {
    struct browser *browser;
    GCancellable *cancellable; /* of this exchange alone */
    GCancellable *ours;        /* the caller's, whose cancellation reaches that one */
    gulong chained;
    SoupMessage *message;
    char *body;
    void (*done)(const struct browser_answer *answer, void *data);
    void *data;
};

SoupSession *browser_server_session_new(struct browser *browser)
{
    const char *agent = webkit_settings_get_user_agent(webkit_web_view_get_settings(browser->view));
    const char *proxy = g_getenv("KIOSK_PROXY");
    g_autoptr(GProxyResolver) resolver = g_simple_proxy_resolver_new(proxy, NULL);
    SoupSession *session = soup_session_new_with_options("user-agent", agent, "proxy-resolver",
                                                         resolver, "timeout", TIMEOUT, NULL);
    soup_session_remove_feature_by_type(session, SOUP_TYPE_CONTENT_DECODER);
    return session;
}

static gboolean belongs(SoupCookie *cookie, GUri *uri)
{
    return soup_cookie_domain_matches(cookie, g_uri_get_host(uri)) &&
           soup_cookie_applies_to_uri(cookie, uri);
}

/* Longer paths first (RFC 6265, section 5.4). */
static int by_path(gconstpointer a, gconstpointer b)
{
    size_t one = strlen(soup_cookie_get_path((SoupCookie *)a));
    size_t other = strlen(soup_cookie_get_path((SoupCookie *)b));
    return one < other ? 1 : one > other ? -1 : 0;
}

static GSList *cookies_of(GSList *cookies, GUri *uri)
{
    GSList *found = NULL;
    for (GSList *item = cookies; item; item = item->next)
        if (belongs(item->data, uri))
            found = g_slist_insert_sorted(found, item->data, by_path);
    return found;
}

bool browser_server_has_cookie(GSList *cookies, const char *url)
{
    g_autoptr(GUri) uri = g_uri_parse(url, SOUP_HTTP_URI_FLAGS, NULL);
    g_autoptr(GSList) found = uri ? cookies_of(cookies, uri) : NULL;
    return found != NULL;
}

/* A certificate that the system does not vouch for is taken when it is the one of the page that was
 * shown as verified. */
static gboolean on_accept(SoupMessage *message, GTlsCertificate *certificate,
                          GTlsCertificateFlags errors, gpointer data)
{
    struct browser *browser = data;
    GTlsCertificate *shown = NULL;
    GTlsCertificateFlags faults = G_TLS_CERTIFICATE_GENERIC_ERROR;
    return browser->page_verified && webkit_web_view_get_tls_info(browser->view, &shown, &faults) &&
           shown && faults == 0 && g_tls_certificate_is_same(shown, certificate);
}

/* The connection stands, and nothing was sent yet. */
static void on_starting(SoupMessage *message, gpointer data)
{
    struct exchange *exchange = data;
    GTlsCertificate *certificate = soup_message_get_tls_peer_certificate(message);
    g_autofree char *uri = g_uri_to_string(soup_message_get_uri(message));
    if (!certificate || browser_certificate_key_is_weak(certificate) ||
        !browser_certificate_has_pinned_key(&exchange->browser->policy->tls_pins, uri, certificate))
        g_cancellable_cancel(exchange->cancellable);
}

static void on_cancelled(GCancellable *ours, gpointer data)
{
    g_cancellable_cancel(data);
}

static void finish(struct exchange *exchange, bool answered)
{
    struct browser_answer answer = {.body = ""};
    unsigned status = soup_message_get_status(exchange->message);
    if (answered && !browser_load_error_is_of_proxy(status)) {
        SoupMessageHeaders *headers = soup_message_get_response_headers(exchange->message);
        answer = (struct browser_answer){
            .status = status,
            .location = soup_message_headers_get_one(headers, "Location"),
            .body = exchange->body ? exchange->body : "",
        };
    }
    if (!g_cancellable_is_cancelled(exchange->ours))
        exchange->done(&answer, exchange->data);
    g_cancellable_disconnect(exchange->ours, exchange->chained);
    g_object_unref(exchange->ours);
    g_object_unref(exchange->cancellable);
    g_object_unref(exchange->message);
    g_free(exchange->body);
    g_free(exchange);
}

static void on_read(GObject *stream, GAsyncResult *result, gpointer data)
{
    struct exchange *exchange = data;
    gsize length = 0;
    bool read = g_input_stream_read_all_finish(G_INPUT_STREAM(stream), result, &length, NULL);
    exchange->body[length] = '\0';
    finish(exchange, read);
}

static void on_sent(GObject *session, GAsyncResult *result, gpointer data)
{
    struct exchange *exchange = data;
    g_autoptr(GInputStream) stream = soup_session_send_finish(SOUP_SESSION(session), result, NULL);
    if (!stream) {
        finish(exchange, false);
        return;
    }
    exchange->body = g_malloc(BODY_MAX + 1);
    g_input_stream_read_all_async(stream, exchange->body, BODY_MAX, G_PRIORITY_DEFAULT,
                                  exchange->cancellable, on_read, exchange);
}

/* What a browser says of itself where a page of the site makes the request. */
static void set_headers(SoupMessage *message, GSList *cookies, bool posts)
{
    SoupMessageHeaders *headers = soup_message_get_request_headers(message);
    GUri *uri = soup_message_get_uri(message);
    g_autoptr(GSList) ours = cookies_of(cookies, uri);
    g_autofree char *cookie = ours ? soup_cookies_to_cookie_header(ours) : NULL;
    g_autofree char *origin = g_uri_join(SOUP_HTTP_URI_FLAGS, g_uri_get_scheme(uri), NULL,
                                         g_uri_get_host(uri), g_uri_get_port(uri), "", NULL, NULL);
    g_autofree char *referrer = g_strconcat(origin, "/", NULL);
    if (cookie)
        soup_message_headers_replace(headers, "Cookie", cookie);
    soup_message_headers_replace(headers, "Referer", referrer);
    if (posts)
        soup_message_headers_replace(headers, "Origin", origin);
}

void browser_server_ask(const struct browser_request *request, const char *url,
                        void (*done)(const struct browser_answer *answer, void *data), void *data)
{
    SoupMessage *message = soup_message_new(request->form ? "POST" : "GET", url);
    if (!message) {
        done(&(struct browser_answer){.body = ""}, data);
        return;
    }
    struct exchange *exchange = g_new0(struct exchange, 1);
    exchange->message = message;
    exchange->browser = request->browser;
    exchange->done = done;
    exchange->data = data;
    exchange->ours = g_object_ref(request->cancellable);
    exchange->cancellable = g_cancellable_new();
    exchange->chained = g_cancellable_connect(exchange->ours, G_CALLBACK(on_cancelled),
                                              g_object_ref(exchange->cancellable), g_object_unref);
    soup_message_add_flags(exchange->message, SOUP_MESSAGE_NO_REDIRECT);
    set_headers(exchange->message, request->cookies, request->form != NULL);
    if (request->form) {
        g_autoptr(GBytes) bytes = g_bytes_new(request->form, strlen(request->form));
        soup_message_set_request_body_from_bytes(exchange->message,
                                                 "application/x-www-form-urlencoded", bytes);
    }
    g_signal_connect(exchange->message, "accept-certificate", G_CALLBACK(on_accept),
                     exchange->browser);
    g_signal_connect(exchange->message, "starting", G_CALLBACK(on_starting), exchange);
    soup_session_send_async(request->session, exchange->message, G_PRIORITY_DEFAULT,
                            exchange->cancellable, on_sent, exchange);
}
