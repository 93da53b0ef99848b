/* The fastest bare window there is: nothing but a web view that loads one page.
 * Runs as: a bench's account.
 *
 * bare-window [--sandbox] URL. Start it with WEBKIT_DISABLE_DMABUF_RENDERER=1 where there is no
 * GPU. */
#include <string.h>

#include <webkit2/webkit2.h>

int main(int argc, char **argv)
{
    gtk_init(&argc, &argv);
    gboolean sandbox = argc > 1 && strcmp(argv[1], "--sandbox") == 0;
    WebKitWebContext *context = webkit_web_context_new_ephemeral();
    webkit_web_context_set_sandbox_enabled(context, sandbox);
    GtkWidget *window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
    GtkWidget *view = webkit_web_view_new_with_context(context);
    GdkRectangle area;
    gdk_monitor_get_geometry(gdk_display_get_monitor(gdk_display_get_default(), 0), &area);
    gtk_window_set_default_size(GTK_WINDOW(window), area.width, area.height);
    gtk_window_set_decorated(GTK_WINDOW(window), FALSE);
    gtk_container_add(GTK_CONTAINER(window), view);
    webkit_web_view_load_uri(WEBKIT_WEB_VIEW(view), argv[argc - 1]);
    gtk_widget_show_all(window);
    gtk_main();
    return 0;
}
