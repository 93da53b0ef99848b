/* Cuts the life of what was copied.
 * Runs as: the kiosk user.
 *
 * The X server knows only who owns a selection. The shell is the one to hold the content, and there
 * is no clipboard manager to keep it, so it goes with the shell at the latest. What is dragged is
 * GTK's until it is dropped. */
#include "clipboard.h"

#include <gtk/gtk.h>

#include "log.h"

static const char *const selections[] = {"CLIPBOARD", "PRIMARY"};

struct watched {
    GtkClipboard *clipboard; /* GTK's */
    gulong handler;
    guint timer;
    unsigned seconds;
};

struct browser_clipboards {
    struct watched items[G_N_ELEMENTS(selections)];
};

/* Taken first, so that it is ours to empty, whoever has it. */
static void empty(struct watched *watched)
{
    gtk_clipboard_set_text(watched->clipboard, "", 0);
    gtk_clipboard_clear(watched->clipboard);
}

static gboolean on_over(gpointer data)
{
    struct watched *watched = data;
    watched->timer = 0;
    empty(watched);
    browser_log("clipboard emptied");
    return G_SOURCE_REMOVE;
}

/* Each copy has its own time. A selection without an owner is empty. */
static void on_owner_change(GtkClipboard *clipboard, GdkEvent *event, gpointer data)
{
    struct watched *watched = data;
    if (watched->timer > 0)
        g_source_remove(watched->timer);
    watched->timer =
        event->owner_change.owner ? g_timeout_add_seconds(watched->seconds, on_over, watched) : 0;
}

struct browser_clipboards *browser_clipboards_new(unsigned seconds)
{
    struct browser_clipboards *clipboards = g_new0(struct browser_clipboards, 1);
    for (gsize i = 0; i < G_N_ELEMENTS(selections); i++) {
        struct watched *watched = &clipboards->items[i];
        watched->seconds = seconds;
        watched->clipboard = gtk_clipboard_get(gdk_atom_intern_static_string(selections[i]));
        watched->handler = g_signal_connect(watched->clipboard, "owner-change",
                                            G_CALLBACK(on_owner_change), watched);
    }
    return clipboards;
}

void browser_clipboards_free(struct browser_clipboards *clipboards)
{
    if (!clipboards)
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(selections); i++) {
        struct watched *watched = &clipboards->items[i];
        g_signal_handler_disconnect(watched->clipboard, watched->handler);
        if (watched->timer > 0)
            g_source_remove(watched->timer);
        empty(watched);
    }
    g_free(clipboards);
}
