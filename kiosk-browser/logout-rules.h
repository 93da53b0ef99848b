/* What the policy's [logout] says about tokens, requests and refusals.
 * Runs as: the kiosk user; pure. */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "policy.h"

/* The letters that follow AFTER in TEXT and can be part of a token; with an empty AFTER those that
 * TEXT begins with. NULL when there are none; else the caller's, free it with g_free. */
char *browser_logout_token(const char *text, const char *after);

/* The value of NAME in the query of URL, decoded; NULL when there is none. The caller's. */
char *browser_logout_token_of_query(const char *url, const char *name);

/* TEXT with each {token} replaced by TOKEN, escaped for a query. TOKEN may be NULL where TEXT has
 * none. The caller's. */
char *browser_logout_fill(const char *text, const char *token);

/* Whether an answer to logout.check-url, asked for at URL, is a refusal: by STATUS, by LOCATION (of
 * a redirect; NULL: none) or by BODY. */
bool browser_logout_is_refusal(const struct policy *policy, const char *url, unsigned status,
                               const char *location, const char *body);
