/* Follows WebKit's load signals and drives the padlock's state machine with them.
 * Runs as: the kiosk user. */
#include "page-load.h"

#include <stdlib.h>
#include <unistd.h>

#include "certificate.h"
#include "confinement.h"
#include "host-name.h"
#include "load-error.h"
#include "log.h"
#include "notice.h"
#include "painted.h"
#include "retry.h"
#include "screen.h"
#include "slow.h"
#include "webmail-logout.h"

/* Seconds until a silent server is given up: late, because one that is overloaded has more to do
 * the more often it is asked. The first attempt is begun anew sooner, see
 * browser_page_load_go. */
enum { COMMIT_DEADLINE = 30, FIRST_DEADLINE = 6 };

static void verification_step(struct browser *browser, enum browser_verification_event event)
{
    browser->verification =
        browser_verification_next(browser->verification, event, browser->page_verified);
}

static void deadline_clear(struct browser *browser)
{
    if (browser->load_deadline > 0)
        g_source_remove(browser->load_deadline);
    browser->load_deadline = 0;
}

/* Puts about:blank in the view, so that nothing refused lies behind the cover. */
static void blank(struct browser *browser)
{
    browser->blanking = true;
    browser->page_verified = false;
    webkit_web_view_load_uri(browser->view, "about:blank");
}

void browser_page_load_refused(struct browser *browser, enum browser_notice_kind kind,
                               const char *target)
{
    deadline_clear(browser);
    browser_slow_end(browser);
    const char *code = browser_notice_text(kind)->code;
    browser_log("load failed: %s", code ? code : "blocked");
    browser_screen_notice(browser, kind, target);
    if (!browser->page_verified && browser_notice_text(kind)->retries)
        browser_retry_wait(browser->retry, (int)kind);
}

/* From the view's own empty document, not by webkit_web_view_load_uri: that also opens a connection
 * ahead of the load, and when the certificate of such a connection is refused, the load now and
 * then waits for it for ever (seen with 2.50.6). The very first load takes that way all the same,
 * since it saves the time of a handshake; its deadline is short. */
void browser_page_load_go(struct browser *browser, const char *url)
{
    GVariantDict arguments;
    g_variant_dict_init(&arguments, NULL);
    g_variant_dict_insert(&arguments, "url", "s", url);
    webkit_web_view_call_async_javascript_function(browser->view, "location.replace(url)", -1,
                                                   g_variant_dict_end(&arguments), "kiosk-load",
                                                   NULL, NULL, NULL, NULL);
}

static gboolean on_deadline(gpointer data)
{
    struct browser *browser = data;
    bool first = !browser->first_load_over;
    browser->load_deadline = 0;
    browser->first_load_over = true;
    webkit_web_view_stop_loading(browser->view); /* its load-failed says "cancelled": ignored */
    if (first)
        browser_page_load_go(browser, browser->policy->site_start_url);
    else
        browser_page_load_refused(browser, NOTICE_NET_SILENT, NULL);
    return G_SOURCE_REMOVE;
}

/* Why the committed page may not be shown, or NOTICE_NONE. Only what WebKit's network process says
 * about the connection counts, and the policy once more. */
static enum browser_notice_kind committed_fault(struct browser *browser)
{
    GTlsCertificate *certificate = NULL;
    GTlsCertificateFlags errors = G_TLS_CERTIFICATE_GENERIC_ERROR;
    const char *uri = webkit_web_view_get_uri(browser->view);
    if (!webkit_web_view_get_tls_info(browser->view, &certificate, &errors) || !certificate ||
        errors != 0 || !uri ||
        url_rules_check(&browser->policy->site_allow, uri, NULL) != URL_ALLOWED)
        return NOTICE_TLS_MISSING;
    if (browser_certificate_key_is_weak(certificate))
        return NOTICE_TLS_WEAK;
    return browser_certificate_has_pinned_key(&browser->policy->tls_pins, uri, certificate)
               ? NOTICE_NONE
               : NOTICE_TLS_PIN;
}

/* WebKit tells the key of a page only once that page is in the view, where what is typed, and was
 * on the way, would go to it. So nothing may be on the way then. */
static void hold_input(struct browser *browser)
{
    browser->input_held = browser->policy->tls_pins.count > 0;
}

static void release_input(struct browser *browser)
{
    if (!browser->input_held)
        return;
    browser->input_held = false;
    if (browser->page_verified)
        deadline_clear(browser);
    browser_screen_refresh(browser);
}

static void on_committed(struct browser *browser)
{
    deadline_clear(browser);
    browser_slow_end(browser);
    enum browser_notice_kind fault = committed_fault(browser);
    browser->page_verified = fault == NOTICE_NONE;
    browser->input_held = false;
    if (browser->page_verified) {
        verification_step(browser, VERIFICATION_COMMITTED_SECURE);
        browser_retry_succeeded(browser->retry);
        browser_screen_notice(browser, NOTICE_NONE, NULL);
        browser_webmail_logout_watch(browser);
        return;
    }
    verification_step(browser, VERIFICATION_COMMITTED_INSECURE);
    g_autofree char *target = g_strdup(webkit_web_view_get_uri(browser->view));
    browser_page_load_refused(browser, fault, target);
    blank(browser);
}

static void on_started(struct browser *browser)
{
    verification_step(browser, VERIFICATION_LOAD_STARTED);
    browser_slow_begin(browser);
    hold_input(browser);
    if ((!browser->page_verified || browser->input_held) && browser->load_deadline == 0)
        browser->load_deadline = g_timeout_add_seconds(
            browser->first_load_over ? COMMIT_DEADLINE : FIRST_DEADLINE, on_deadline, browser);
    browser_screen_refresh(browser);
}

/* A load of blank(). A page that goes to about:blank by itself is still verified then, and is
 * refused. */
static bool is_blank(struct browser *browser)
{
    return !browser->page_verified &&
           g_strcmp0(webkit_web_view_get_uri(browser->view), "about:blank") == 0;
}

static void on_load_changed(WebKitWebView *view, WebKitLoadEvent event, gpointer data)
{
    struct browser *browser = data;
    if (is_blank(browser)) {
        browser->blanking = browser->blanking && event != WEBKIT_LOAD_FINISHED;
        return;
    }
    if (browser->blanking)
        return; /* the last of the page that was refused */
    switch (event) {
    case WEBKIT_LOAD_STARTED:
        on_started(browser);
        break;
    case WEBKIT_LOAD_REDIRECTED:
        break;
    case WEBKIT_LOAD_COMMITTED:
        on_committed(browser);
        break;
    case WEBKIT_LOAD_FINISHED:
        release_input(browser); /* what failed or was cancelled finishes too */
        browser_slow_end(browser);
        browser_painted_finished(browser);
        break;
    }
}

/* The connection broke off within the page. Half a page is none: what is in it, and what would be
 * sent by it, nobody can tell. */
static void on_cut(struct browser *browser, const char *uri)
{
    browser_page_load_lost(browser);
    browser_page_load_refused(browser, NOTICE_NET_CUT, uri);
    blank(browser);
}

static gboolean on_load_failed(WebKitWebView *view, WebKitLoadEvent event, const char *uri,
                               GError *error, gpointer data)
{
    struct browser *browser = data;
    enum browser_notice_kind kind = browser_load_error_notice(error);
    if (!browser->blanking && kind != NOTICE_NONE) {
        browser_log("load error: %s %d", g_quark_to_string(error->domain), error->code);
        if (browser_notice_text(kind)->tone == NOTICE_TONE_DANGER)
            verification_step(browser, VERIFICATION_CERTIFICATE_REFUSED);
        if (event == WEBKIT_LOAD_COMMITTED && browser->page_verified)
            on_cut(browser, uri);
        else
            browser_page_load_refused(browser, kind, uri);
    }
    return TRUE; /* else WebKit puts an error page in the place of the webmail */
}

static gboolean on_tls_failed(WebKitWebView *view, const char *uri, GTlsCertificate *certificate,
                              GTlsCertificateFlags errors, gpointer data)
{
    struct browser *browser = data;
    enum browser_notice_kind kind =
        browser_load_error_tls(errors, g_get_real_time() / G_USEC_PER_SEC);
    /* GIO has no flag for it. */
    if (kind == NOTICE_TLS_OTHER && browser_certificate_needs_staple(certificate))
        kind = NOTICE_TLS_STAPLE;
    verification_step(browser, VERIFICATION_CERTIFICATE_REFUSED);
    if (kind == NOTICE_TLS_AUTHORITY && !browser_certificate_is_self_issued(certificate))
        kind = NOTICE_TLS_FILTER;
    g_autofree char *issuer = browser_certificate_issuer(certificate);
    browser_notice_issuer(browser->notice, issuer);
    browser_page_load_refused(browser, kind, uri);
    return TRUE;
}

static void on_insecure_content(WebKitWebView *view, WebKitInsecureContentEvent event,
                                gpointer data)
{
    struct browser *browser = data;
    verification_step(browser, VERIFICATION_INSECURE_CONTENT);
    browser_screen_notice(browser, NOTICE_TLS_MISSING, NULL);
    blank(browser);
}

void browser_page_load_connect(struct browser *browser)
{
    g_signal_connect(browser->view, "load-changed", G_CALLBACK(on_load_changed), browser);
    g_signal_connect(browser->view, "load-failed", G_CALLBACK(on_load_failed), browser);
    g_signal_connect(browser->view, "load-failed-with-tls-errors", G_CALLBACK(on_tls_failed),
                     browser);
    g_signal_connect(browser->view, "insecure-content-detected", G_CALLBACK(on_insecure_content),
                     browser);
    webkit_web_view_load_uri(browser->view, browser->policy->site_start_url);
}

bool browser_page_load_hold(struct browser *browser, WebKitPolicyDecision *decision)
{
    if (!browser->confined && !browser_confinement_holds()) {
        browser_log("refuses to run: web content is not confined");
        _exit(EXIT_FAILURE);
    }
    browser->confined = true;
    if (browser->filter_ready)
        return false;
    g_set_object(&browser->held_decision, decision);
    return true;
}

void browser_page_load_filter_ready(struct browser *browser)
{
    browser->filter_ready = true;
    if (browser->held_decision)
        webkit_policy_decision_use(browser->held_decision);
    g_clear_object(&browser->held_decision);
}

void browser_page_load_start(struct browser *browser)
{
    browser_retry_stop(browser->retry);
    browser->blanking = false;
    browser->first_load_over = true;
    browser_screen_notice(browser, NOTICE_STARTING, NULL);
    browser_page_load_go(browser, browser->policy->site_start_url);
}

void browser_page_load_renew(struct browser *browser)
{
    browser_page_load_go(browser, browser->policy->site_start_url);
}

void browser_page_load_return(struct browser *browser)
{
    if (!browser->page_verified) {
        browser_page_load_start(browser);
        return;
    }
    verification_step(browser, VERIFICATION_RETURNED);
    browser_screen_notice(browser, NOTICE_NONE, NULL);
}

void browser_page_load_lost(struct browser *browser)
{
    deadline_clear(browser);
    browser->page_verified = false;
    verification_step(browser, VERIFICATION_PROCESS_LOST);
}
