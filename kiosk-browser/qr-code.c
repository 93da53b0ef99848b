/* Draws the squares that libqrencode computes.
 * Runs as: the kiosk user. */
#include "qr-code.h"

#include <glib/gi18n.h>
#include <qrencode.h>
#include <string.h>

#include "widgets.h"

enum {
    TEXT_MAX = 400, /* bytes: about 70 squares a side */
    SIDE = 184,     /* logical pixels, at most, with the margin */
    MARGIN = 4,     /* squares (ISO/IEC 18004, section 5.3.8) */
};

static const char key[] = "kiosk-qr-code";

/* Black on white whatever the theme: that is what cameras look for. */
static gboolean on_draw(GtkWidget *widget, cairo_t *cairo, gpointer data)
{
    const QRcode *code = g_object_get_data(G_OBJECT(widget), key);
    if (!code)
        return FALSE;
    int squares = code->width + 2 * MARGIN;
    double size = (double)gtk_widget_get_allocated_width(widget) / squares;
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_set_antialias(cairo, CAIRO_ANTIALIAS_NONE);
    for (int y = 0; y < code->width; y++)
        for (int x = 0; x < code->width; x++)
            if (code->data[y * code->width + x] & 1)
                cairo_rectangle(cairo, (x + MARGIN) * size, (y + MARGIN) * size, size, size);
    cairo_fill(cairo);
    return TRUE;
}

GtkWidget *browser_qr_code_new(void)
{
    GtkWidget *widget = gtk_drawing_area_new();
    browser_style_add(widget, "qr-code");
    browser_accessible_role(widget, ATK_ROLE_IMAGE, _("The address as a QR code"));
    gtk_widget_set_valign(widget, GTK_ALIGN_CENTER);
    gtk_widget_set_halign(widget, GTK_ALIGN_CENTER);
    g_signal_connect(widget, "draw", G_CALLBACK(on_draw), NULL);
    return widget;
}

gboolean browser_qr_code_set(GtkWidget *widget, const char *text)
{
    QRcode *code = NULL;
    if (text && strlen(text) <= TEXT_MAX)
        code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L);
    g_object_set_data_full(G_OBJECT(widget), key, code, (GDestroyNotify)QRcode_free);
    if (code) {
        /* Whole pixels for each square. */
        int squares = code->width + 2 * MARGIN;
        gtk_widget_set_size_request(widget, SIDE / squares * squares, SIDE / squares * squares);
        gtk_widget_queue_draw(widget);
    }
    gtk_widget_set_visible(widget, code != NULL);
    return code != NULL;
}
