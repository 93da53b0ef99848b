/* The content filter's text, made from the policy's rules.
 * Runs as: the kiosk user; pure. */
#pragma once

#include "url-rule.h"

/* JSON for WebKitUserContentFilterStore: everything is blocked, but https and wss URLs that PAGES
 * match, blob URLs of the same origins, the files of WebKit's own PDF viewer, and, as parts of a
 * page, never as documents, https and wss URLs that ASSETS match. (data: URLs never reach a filter:
 * they contact nobody.) The caller frees the text with g_free. */
char *browser_filter_rules_json(const struct url_rules *pages, const struct url_rules *assets);
