/* One line per event on stderr, which is the journal in production.
 * Runs as: the kiosk user.
 *
 * Nothing of a page may be passed in: no URL path, query, title, text or message of a library that
 * may quote one. */
#pragma once

#include <glib.h>

void browser_log(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* From here on, messages of GLib, GTK and WebKit are reduced to their domain and level. */
void browser_log_quiet_libraries(void);
