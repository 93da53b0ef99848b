/* Draws SVG icons with cairo, in the colour of the text beside them.
 * Runs as: the kiosk user.
 *
 * No image loader and no icon theme take part: less to attack, and nothing to look up at the start.
 * The files are real SVG, but only of the kind we draw: a 24x24 view box, <path> with absolute
 * M L H V C Z, <circle> and <rect rx>, strokes two units wide, or filled with fill="currentColor".
 */
#include "icon.h"

enum { VIEW_BOX = 24 };

static const char name_key[] = "browser-icon";

struct drawing {
    cairo_t *cr;
    double x, y; /* the current point */
};

static double number(const char **names, const char **values, const char *name)
{
    for (gsize i = 0; names[i]; i++)
        if (g_str_equal(names[i], name))
            return g_ascii_strtod(values[i], NULL);
    return 0;
}

static const char *text_of(const char **names, const char **values, const char *name)
{
    for (gsize i = 0; names[i]; i++)
        if (g_str_equal(names[i], name))
            return values[i];
    return "";
}

/* How many numbers follow each path command. */
static int command_arguments(char command)
{
    switch (command) {
    case 'M':
    case 'L':
        return 2;
    case 'H':
    case 'V':
        return 1;
    case 'C':
        return 6;
    default:
        return 0;
    }
}

static void draw_command(struct drawing *drawing, char command, const double *n)
{
    cairo_t *cr = drawing->cr;
    cairo_get_current_point(cr, &drawing->x, &drawing->y);
    switch (command) {
    case 'M':
        cairo_move_to(cr, n[0], n[1]);
        break;
    case 'L':
        cairo_line_to(cr, n[0], n[1]);
        break;
    case 'H':
        cairo_line_to(cr, n[0], drawing->y);
        break;
    case 'V':
        cairo_line_to(cr, drawing->x, n[0]);
        break;
    case 'C':
        cairo_curve_to(cr, n[0], n[1], n[2], n[3], n[4], n[5]);
        break;
    case 'Z':
        cairo_close_path(cr);
        break;
    default:
        break;
    }
}

static void add_path(struct drawing *drawing, const char *data)
{
    while (*data) {
        if (!g_ascii_isalpha(*data)) {
            data++;
            continue;
        }
        char command = *data++;
        double numbers[6] = {0};
        for (int i = 0; i < command_arguments(command); i++) {
            while (*data == ' ' || *data == ',')
                data++;
            char *end;
            numbers[i] = g_ascii_strtod(data, &end);
            data = end;
        }
        draw_command(drawing, command, numbers);
    }
}

static void add_rounded(cairo_t *cr, double x, double y, double width, double height, double radius)
{
    cairo_new_sub_path(cr);
    cairo_arc(cr, x + width - radius, y + radius, radius, -G_PI_2, 0);
    cairo_arc(cr, x + width - radius, y + height - radius, radius, 0, G_PI_2);
    cairo_arc(cr, x + radius, y + height - radius, radius, G_PI_2, G_PI);
    cairo_arc(cr, x + radius, y + radius, radius, G_PI, 3 * G_PI_2);
    cairo_close_path(cr);
}

static void on_element(GMarkupParseContext *context, const char *element, const char **names,
                       const char **values, gpointer data, GError **error)
{
    struct drawing *drawing = data;
    if (g_str_equal(element, "path"))
        add_path(drawing, text_of(names, values, "d"));
    else if (g_str_equal(element, "circle"))
        add_rounded(drawing->cr, number(names, values, "cx") - number(names, values, "r"),
                    number(names, values, "cy") - number(names, values, "r"),
                    2 * number(names, values, "r"), 2 * number(names, values, "r"),
                    number(names, values, "r"));
    else if (g_str_equal(element, "rect"))
        add_rounded(drawing->cr, number(names, values, "x"), number(names, values, "y"),
                    number(names, values, "width"), number(names, values, "height"),
                    number(names, values, "rx"));
    else
        return;
    if (g_str_equal(text_of(names, values, "fill"), "currentColor"))
        cairo_fill(drawing->cr);
    else
        cairo_stroke(drawing->cr);
}

static gboolean on_draw(GtkWidget *widget, cairo_t *cr, gpointer unused)
{
    static const GMarkupParser parser = {.start_element = on_element};
    const char *name = g_object_get_data(G_OBJECT(widget), name_key);
    g_autofree char *path = g_strdup_printf("/fr/webmail-kiosk/browser/icons/%s.svg", name);
    g_autoptr(GBytes) svg = g_resources_lookup_data(path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    if (!svg)
        return GDK_EVENT_PROPAGATE;

    GdkRGBA color;
    GtkStyleContext *style = gtk_widget_get_style_context(widget);
    gtk_style_context_get_color(style, gtk_style_context_get_state(style), &color);
    gdk_cairo_set_source_rgba(cr, &color);
    double size =
        MIN(gtk_widget_get_allocated_width(widget), gtk_widget_get_allocated_height(widget));
    cairo_translate(cr, (gtk_widget_get_allocated_width(widget) - size) / 2,
                    (gtk_widget_get_allocated_height(widget) - size) / 2);
    cairo_scale(cr, size / VIEW_BOX, size / VIEW_BOX);
    cairo_set_line_width(cr, 2);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);

    struct drawing drawing = {.cr = cr};
    g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, &drawing, NULL);
    gsize length;
    const char *text = g_bytes_get_data(svg, &length);
    (void)g_markup_parse_context_parse(context, text, (gssize)length, NULL); /* our own files */
    return GDK_EVENT_PROPAGATE;
}

GtkWidget *browser_icon_new(const char *name, int size)
{
    GtkWidget *widget = gtk_drawing_area_new();
    gtk_widget_set_size_request(widget, size, size);
    gtk_widget_set_halign(widget, GTK_ALIGN_CENTER);
    gtk_widget_set_valign(widget, GTK_ALIGN_CENTER);
    gtk_style_context_add_class(gtk_widget_get_style_context(widget), "icon");
    g_signal_connect(widget, "draw", G_CALLBACK(on_draw), NULL);
    browser_icon_set(widget, name);
    return widget;
}

void browser_icon_set(GtkWidget *widget, const char *name)
{
    g_object_set_data_full(G_OBJECT(widget), name_key, g_strdup(name), g_free);
    gtk_widget_queue_draw(widget);
}
