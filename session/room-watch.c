/* Tells when the session's private file system is almost full.
 * Runs as: the kiosk user, in the main thread. */
#include "room-watch.h"

#include <sys/statvfs.h>

#include "log.h"

enum { LOOK_SECONDS = 5, FULL_PARTS = 16 }; /* almost full: less than one part in 16 is free */

static gboolean is_almost_full(const struct statvfs *room)
{
    return room->f_bavail < room->f_blocks / FULL_PARTS ||
           room->f_favail < room->f_files / FULL_PARTS;
}

static gboolean on_look(gpointer data)
{
    struct room_watch *watch = data;
    struct statvfs room;
    gboolean is_full;

    if (statvfs(watch->home, &room) < 0)
        return G_SOURCE_CONTINUE;
    is_full = is_almost_full(&room);
    if (is_full && !watch->is_full) {
        session_log("room low");
        notifier_room_low(watch->notifier);
    }
    watch->is_full = is_full;
    return G_SOURCE_CONTINUE;
}

void room_watch_init(struct room_watch *watch, const char *home, struct notifier *notifier)
{
    *watch = (struct room_watch){.home = home, .notifier = notifier};
    watch->timer = g_timeout_add_seconds(LOOK_SECONDS, on_look, watch);
}

void room_watch_done(struct room_watch *watch)
{
    if (watch->timer != 0)
        g_source_remove(watch->timer);
    watch->timer = 0;
}
