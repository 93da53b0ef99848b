/* Makes labels, boxes and buttons the way all our pages want them.
 * Runs as: the kiosk user. */
#include "widgets.h"

#include "icon.h"

void browser_style_add(GtkWidget *widget, const char *style_class)
{
    if (style_class)
        gtk_style_context_add_class(gtk_widget_get_style_context(widget), style_class);
}

void browser_style_set(GtkWidget *widget, const char *style_class, gboolean on)
{
    GtkStyleContext *style = gtk_widget_get_style_context(widget);
    if (on)
        gtk_style_context_add_class(style, style_class);
    else
        gtk_style_context_remove_class(style, style_class);
}

void browser_accessible_role(GtkWidget *widget, AtkRole role, const char *name)
{
    AtkObject *accessible = gtk_widget_get_accessible(widget);
    atk_object_set_role(accessible, role);
    if (name)
        atk_object_set_name(accessible, name);
}

GtkWidget *browser_label_new(const char *text, const char *style_class, gboolean wraps)
{
    GtkWidget *label = gtk_label_new(text);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_label_set_line_wrap(GTK_LABEL(label), wraps);
    gtk_label_set_line_wrap_mode(GTK_LABEL(label), PANGO_WRAP_WORD_CHAR);
    browser_style_add(label, style_class);
    return label;
}

void browser_label_set(GtkWidget *label, const char *text)
{
    gtk_label_set_text(GTK_LABEL(label), text ? text : "");
    gtk_widget_set_visible(label, text && *text);
}

GtkWidget *browser_box_new(GtkOrientation orientation, int spacing, const char *style_class)
{
    GtkWidget *box = gtk_box_new(orientation, spacing);
    browser_style_add(box, style_class);
    return box;
}

GtkWidget *browser_button_new(const char *text, const char *icon, const char *style_class)
{
    GtkWidget *button = gtk_button_new();
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
    if (icon)
        gtk_box_pack_start(GTK_BOX(box), browser_icon_new(icon, 20), FALSE, FALSE, 0);
    GtkWidget *label = gtk_label_new(text);
    gtk_box_pack_start(GTK_BOX(box), label, FALSE, FALSE, 0);
    g_object_set_data(G_OBJECT(button), "label", label);
    gtk_widget_set_halign(box, GTK_ALIGN_CENTER);
    gtk_container_add(GTK_CONTAINER(button), box);
    browser_style_add(button, style_class);
    atk_object_set_name(gtk_widget_get_accessible(button), text);
    return button;
}

void browser_button_set(GtkWidget *button, const char *text)
{
    gtk_label_set_text(GTK_LABEL(g_object_get_data(G_OBJECT(button), "label")), text);
    atk_object_set_name(gtk_widget_get_accessible(button), text);
}
