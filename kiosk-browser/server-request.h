/* Requests that the shell itself makes of the webmail's server, with the session's cookies.
 * Runs as: the kiosk user, exposed to the network.
 *
 * They do not go through a page: that may be hostile, hang, or have died. Their connections keep to
 * what pages keep to: the same proxy, a valid certificate with a strong key, the policy's pins. */
#pragma once

#include <libsoup/soup.h>

#include "browser.h"

struct browser_answer {
    unsigned status;      /* 0: no answer, and nothing else is set */
    const char *location; /* of a redirect, which is not followed; NULL: none */
    const char *body;     /* never NULL; cut at 1 MiB */
};

/* The session that all requests of one end share; the caller unrefs it. */
SoupSession *browser_server_session_new(struct browser *browser);

struct browser_request {
    struct browser *browser;
    SoupSession *session;
    GCancellable *cancellable;
    GSList *cookies;  /* SoupCookie; those that belong to the address go along */
    const char *form; /* posted; NULL: GET */
};

/* Asks for URL. DONE is called once, with an answer that lives until it returns; not at all when
 * the request is cancelled. */
void browser_server_ask(const struct browser_request *request, const char *url,
                        void (*done)(const struct browser_answer *answer, void *data), void *data);

/* True when at least one of COOKIES belongs to URL. */
bool browser_server_has_cookie(GSList *cookies, const char *url);
