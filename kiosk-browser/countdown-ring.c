/* Draws the ring of the countdown.
 * Runs as: the kiosk user. */
#include "countdown-ring.h"

#include <glib/gi18n.h>

#include "widgets.h"

enum { RING_SIZE = 160, RING_WIDTH = 10 }; /* logical pixels */

static const char share_key[] = "browser-share";

static void draw_arc(cairo_t *cr, double share, const GdkRGBA *color)
{
    gdk_cairo_set_source_rgba(cr, color);
    cairo_set_line_width(cr, RING_WIDTH);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_arc(cr, RING_SIZE / 2.0, RING_SIZE / 2.0, (RING_SIZE - RING_WIDTH) / 2.0, -G_PI_2,
              -G_PI_2 + 2 * G_PI * share);
    cairo_stroke(cr);
}

/* What is left is drawn in the colour of the text, the whole ring in the style's "line". */
static gboolean on_draw(GtkWidget *box, cairo_t *cr, gpointer unused)
{
    const double *share = g_object_get_data(G_OBJECT(box), share_key);
    GtkStyleContext *style = gtk_widget_get_style_context(box);
    GdkRGBA whole, left;
    gtk_style_context_get_color(style, gtk_style_context_get_state(style), &left);
    if (gtk_style_context_lookup_color(style, "line", &whole))
        draw_arc(cr, 1, &whole);
    if (*share > 0)
        draw_arc(cr, *share, &left);
    return GDK_EVENT_PROPAGATE;
}

static GtkWidget *label_new(const char *style_class)
{
    GtkWidget *label = gtk_label_new("");
    browser_style_add(label, style_class);
    return label;
}

GtkWidget *browser_countdown_ring_new(void)
{
    GtkWidget *ring = browser_box_new(GTK_ORIENTATION_VERTICAL, 0, "ring");
    GtkWidget *middle = browser_box_new(GTK_ORIENTATION_VERTICAL, 0, NULL);
    gtk_container_add(GTK_CONTAINER(middle), label_new("number"));
    gtk_container_add(GTK_CONTAINER(middle), label_new("unit"));
    gtk_box_set_center_widget(GTK_BOX(ring), middle);
    gtk_widget_set_size_request(ring, RING_SIZE, RING_SIZE);
    gtk_widget_set_halign(ring, GTK_ALIGN_CENTER);
    g_object_set_data_full(G_OBJECT(ring), share_key, g_new0(double, 1), g_free);
    g_signal_connect(ring, "draw", G_CALLBACK(on_draw), NULL);
    return ring;
}

void browser_countdown_ring_set(GtkWidget *ring, unsigned seconds, unsigned total)
{
    GtkWidget *middle = gtk_box_get_center_widget(GTK_BOX(ring));
    g_autoptr(GList) labels = gtk_container_get_children(GTK_CONTAINER(middle));
    g_autofree char *number = g_strdup_printf("%u", seconds);
    gtk_label_set_text(GTK_LABEL(labels->data), number);
    gtk_label_set_text(GTK_LABEL(labels->next->data), ngettext("second", "seconds", seconds));
    double *share = g_object_get_data(G_OBJECT(ring), share_key);
    *share = total > 0 ? (double)seconds / total : 0;
    gtk_widget_queue_draw(ring);
}
