/* Splits a host so that the part that tells whose it is can be shown strong.
 * Runs as: the kiosk user; pure. */
#pragma once

#include <stddef.h>

/* The host of URL (WebKit's serialised form), for showing only; NULL when it has none. The caller
 * frees it with g_free. */
char *browser_host_of_url(const char *url);

/* Offset in HOST at which its registrable domain begins, by the public suffix list; 0 when the
 * whole host stands for itself (an IP address, a public suffix, an unknown name). */
size_t browser_host_registrable(const char *host);

/* HOST as Pango markup: the registrable domain strong, what stands before it light. A host longer
 * than fits is cut at its front, never at the end that matters. The caller frees it with g_free. */
char *browser_host_markup(const char *host);
