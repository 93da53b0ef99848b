/* Proves from outside that the web processes are confined.
 * Runs as: the kiosk user. */
#pragma once

#include <stdbool.h>

/* True when at least one WebKitWebProcess descends from this process, and each of them has a
 * seccomp filter (Seccomp: 2), no-new-privs, and a network namespace other than ours. WebKit
 * switches its sandbox off silently when certain variables or files exist; what cannot be read
 * counts as not confined. Source: proc(5), namespaces(7). */
bool browser_confinement_holds(void);
