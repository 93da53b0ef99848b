/* Reads the one kind of request that the proxy takes.
 * Runs as: an account without rights, outside of the session's network; owns nothing. */
#pragma once

#include <stddef.h>

#include "url-parts.h"

enum { CONNECT_REQUEST_MAX = 8192 };

/* True when the LENGTH bytes at HEAD hold the empty line that ends a request's head. */
bool connect_request_is_whole(const char *head, size_t length);

/* Reads a whole head, to the letter of RFC 9112: "CONNECT HOST:PORT HTTP/1.1", fields without
 * folds, and after the empty line nothing. 0, and *ret_authority points into HEAD; or the HTTP
 * status that says why not: 400, or 405 for another method. No field has a meaning here, a Host
 * field least of all, except those that announce a body: such a request is refused. */
int connect_request_read(const char *head, size_t length, struct url_span *ret_authority);
