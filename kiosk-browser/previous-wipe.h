/* Tells that the session before this one was erased: a quiet line below the bar, until the login.
 * Runs as: the kiosk user. */
#pragma once

#include "browser.h"

/* Packs the line into COLUMN, a vertical box, at the place of the next child. Nothing is packed
 * when the machine does not say that there was a session, and that nothing of it is left. */
void browser_previous_wipe_add(struct browser *browser, GtkBox *column);

/* The sentence for WIPED, in the zone of NOW; to be freed. NULL when WIPED, the text of a number of
 * seconds since 1970, is none, or lies after NOW. */
char *browser_previous_wipe_text(const char *wiped, GDateTime *now);
