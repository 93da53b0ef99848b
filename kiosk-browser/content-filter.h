/* The wall inside WebKit: no subresource, socket or worker but of the allowed addresses.
 * Runs as: the kiosk user. */
#pragma once

#include <webkit2/webkit2.h>

#include "policy.h"

/* Called once, on the main loop: READY is false when there is no filter, and then nothing may be
 * loaded. */
typedef void (*browser_content_filter_done)(bool ready, void *data);

/* Compiles the filter for POLICY into the session's runtime directory and adds it to CONTENT. */
void browser_content_filter_add(WebKitUserContentManager *content, const struct policy *policy,
                                browser_content_filter_done done, void *data);
