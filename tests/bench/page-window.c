/* A sandboxed web view with or without the shell's script for login pages.
 * Runs as: a bench's account.
 *
 * page-window [--login-forms] [--titles] URL. With --titles it prints each title of the page. */
#include <stdio.h>
#include <string.h>

#include <webkit2/webkit2.h>

#include "login-forms.h"

static void on_title(WebKitWebView *view, GParamSpec *property, gpointer data)
{
    puts(webkit_web_view_get_title(view));
    fflush(stdout);
}

int main(int argc, char **argv)
{
    gtk_init(&argc, &argv);
    WebKitWebContext *context = webkit_web_context_new_ephemeral();
    webkit_web_context_set_sandbox_enabled(context, TRUE);
    WebKitUserContentManager *content = webkit_user_content_manager_new();
    WebKitWebView *view = g_object_new(WEBKIT_TYPE_WEB_VIEW, "web-context", context,
                                       "user-content-manager", content, NULL);
    for (int i = 1; i < argc - 1; i++) {
        if (strcmp(argv[i], "--login-forms") == 0)
            browser_login_forms_add(content);
        else if (strcmp(argv[i], "--titles") == 0)
            g_signal_connect(view, "notify::title", G_CALLBACK(on_title), NULL);
    }
    GtkWidget *window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
    GdkRectangle area;
    gdk_monitor_get_geometry(gdk_display_get_monitor(gdk_display_get_default(), 0), &area);
    gtk_window_set_default_size(GTK_WINDOW(window), area.width, area.height);
    gtk_window_set_decorated(GTK_WINDOW(window), FALSE);
    gtk_container_add(GTK_CONTAINER(window), GTK_WIDGET(view));
    webkit_web_view_load_uri(view, argv[argc - 1]);
    gtk_widget_show_all(window);
    gtk_main();
    return 0;
}
