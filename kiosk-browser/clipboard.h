/* Cuts the life of what was copied.
 * Runs as: the kiosk user. */
#pragma once

#include <glib.h>

struct browser_clipboards;

/* From now on, what is copied or selected can be pasted for SECONDS, then no more. */
struct browser_clipboards *browser_clipboards_new(unsigned seconds);

/* Empties them, too. */
void browser_clipboards_free(struct browser_clipboards *clipboards);
