/* Runs something after the next frame.
 * Runs as: the kiosk user. */
#include "frame.h"

enum { FRAME_DEADLINE = 250 }; /* milliseconds */

struct waiting {
    GdkFrameClock *clock; /* owned; NULL when the widget has none */
    gulong handler;
    guint timer;
    void (*done)(void *data);
    void *data;
};

static void finish(struct waiting *waiting)
{
    if (waiting->clock)
        g_signal_handler_disconnect(waiting->clock, waiting->handler);
    g_clear_object(&waiting->clock);
    g_source_remove(waiting->timer);
    waiting->done(waiting->data);
    g_free(waiting);
}

static void on_after_paint(GdkFrameClock *clock, gpointer data)
{
    finish(data);
}

static gboolean on_deadline(gpointer data)
{
    finish(data);
    return G_SOURCE_CONTINUE; /* finish has removed it */
}

void browser_after_next_frame(GtkWidget *widget, void (*done)(void *data), void *data)
{
    struct waiting *waiting = g_new0(struct waiting, 1);
    GdkFrameClock *clock = gtk_widget_get_frame_clock(widget);
    waiting->done = done;
    waiting->data = data;
    waiting->timer = g_timeout_add(FRAME_DEADLINE, on_deadline, waiting);
    if (!clock)
        return;
    waiting->clock = g_object_ref(clock);
    waiting->handler = g_signal_connect(clock, "after-paint", G_CALLBACK(on_after_paint), waiting);
    gdk_frame_clock_request_phase(clock, GDK_FRAME_CLOCK_PHASE_AFTER_PAINT);
}
