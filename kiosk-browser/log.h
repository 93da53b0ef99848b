/* One line per event on stderr, which is the journal in production.
 * Runs as: the kiosk user.
 *
 * Nothing of a page may be passed in: no URL path, query, title, text or message of a library that
 * may quote one. */
#pragma once

#include <glib.h>

void browser_log(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* Call first. From here on nothing but browser_log reaches stderr: web processes inherit it, and
 * what a page makes them write is no log line of ours. Messages of GLib, GTK and WebKit in this
 * process are reduced to their domain and level. */
void browser_log_open(void);
