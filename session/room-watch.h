/* Tells when the session's private file system is almost full.
 * Runs as: the kiosk user, in the main thread. */
#pragma once

#include <glib.h>

#include "notify.h"

struct room_watch {
    const char *home;
    struct notifier *notifier;
    guint timer;      /* 0: not running */
    gboolean is_full; /* told already */
};

/* Looks at the file system of HOME every few seconds; no event tells how full one is. HOME and
 * NOTIFIER are borrowed until room_watch_done. */
void room_watch_init(struct room_watch *watch, const char *home, struct notifier *notifier);
void room_watch_done(struct room_watch *watch);
