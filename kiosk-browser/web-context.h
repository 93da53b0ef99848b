/* WebKit's context: sandbox, storage, cookies, TLS, network process.
 * Runs as: the kiosk user. */
#pragma once

#include <webkit2/webkit2.h>

#include "policy.h"

/* A context whose web processes are sandboxed and whose data lives in memory only; NULL when WebKit
 * does not give exactly that. Starts no process. The caller owns it. */
WebKitWebContext *browser_web_context_new(const struct policy *policy);
