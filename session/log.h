/* One line per event on standard error, for the journal and for whoever waits for events.
 * Runs as: the kiosk user. */
#pragma once

#include <glib.h>

/* Writes "kiosk-session: TEXT" and a newline in one write(2). Never pass anything of a page: no
 * address, title or text. */
void session_log(const char *format, ...) G_GNUC_PRINTF(1, 2);
