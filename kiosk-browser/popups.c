/* Closes the windows of lists and menus.
 * Runs as: the kiosk user. */
#include "popups.h"

#include <gtk/gtk.h>

/* WebKit gives no other way to close its list than the key that a person would press. */
static void press_escape(GtkWidget *popup)
{
    GdkEvent *event = gdk_event_new(GDK_KEY_PRESS);
    gboolean handled;
    event->key.window = g_object_ref(gtk_widget_get_window(popup));
    event->key.keyval = GDK_KEY_Escape;
    gdk_event_set_device(
        event, gdk_seat_get_keyboard(gdk_display_get_default_seat(gdk_display_get_default())));
    g_signal_emit_by_name(popup, "key-press-event", event, &handled);
    gdk_event_free(event);
}

static void close_popup(GtkWidget *popup)
{
    GtkWidget *child = gtk_bin_get_child(GTK_BIN(popup));
    if (GTK_IS_MENU_SHELL(child))
        gtk_menu_shell_cancel(GTK_MENU_SHELL(child));
    else
        press_escape(popup);
    if (!gtk_widget_get_mapped(popup))
        return;
    GtkWidget *grab = gtk_grab_get_current();
    if (grab)
        gtk_grab_remove(grab);
    gtk_widget_hide(popup);
}

void browser_popups_close(void)
{
    g_autoptr(GList) windows = gtk_window_list_toplevels();
    g_list_foreach(windows, (GFunc)(void (*)(void))g_object_ref, NULL);
    for (GList *item = windows; item; item = item->next) {
        GtkWidget *window = item->data;
        if (gtk_window_get_window_type(GTK_WINDOW(window)) == GTK_WINDOW_POPUP &&
            gtk_widget_get_mapped(window))
            close_popup(window);
        g_object_unref(window);
    }
}
