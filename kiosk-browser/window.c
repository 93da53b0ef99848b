/* Builds the window, and switches off what GTK offers besides.
 * Runs as: the kiosk user. */
#include "window.h"

#include <glib/gi18n.h>

#include "bar.h"
#include "caps-lock.h"
#include "countdown.h"
#include "notice.h"
#include "previous-wipe.h"
#include "strong-authentication.h"

static void set_booleans(GtkSettings *settings)
{
    static const struct {
        const char *property;
        gboolean value;
    } table[] = {
        {"gtk-enable-primary-paste",          FALSE}, /* a middle click would paste what was selected */
        {"gtk-recent-files-enabled",          FALSE}, /* recently-used.xbel */
        {"gtk-enable-animations",             FALSE}, /* calm, and no frames in software rendering */
        {"gtk-enable-accels",                 FALSE}, /* keys are decided in key-rules.c */
        {"gtk-enable-mnemonics",              FALSE},
        {"gtk-label-select-on-focus",         FALSE},
        {"gtk-keynav-use-caret",              FALSE}, /* F7 */
        {"gtk-error-bell",                    FALSE},
        {"gtk-enable-event-sounds",           FALSE},
        {"gtk-application-prefer-dark-theme", FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        gboolean now;
        g_object_get(settings, table[i].property, &now, NULL);
        if (now != table[i].value) /* each change has GTK compute its style anew */
            g_object_set(settings, table[i].property, table[i].value, NULL);
    }
}

static void set_strings(GtkSettings *settings)
{
    static const struct {
        const char *property, *value;
    } table[] = {
        {"gtk-theme-name",     "Adwaita"              },
        {"gtk-font-name",      "Sans 11"              },
        {"gtk-im-module",      "gtk-im-context-simple"}, /* dead keys, and no module to load */
        {"gtk-menu-bar-accel", ""                     }, /* F10 */
    };
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        g_autofree char *now = NULL;
        g_object_get(settings, table[i].property, &now, NULL);
        if (!now || !g_str_equal(now, table[i].value))
            g_object_set(settings, table[i].property, table[i].value, NULL);
    }
}

/* The inspector opens on Ctrl+Shift+I and Ctrl+Shift+D where this key says so. */
static void forbid_inspector(void)
{
    GSettingsSchemaSource *source = g_settings_schema_source_get_default();
    g_autoptr(GSettingsSchema) schema =
        source ? g_settings_schema_source_lookup(source, "org.gtk.Settings.Debug", TRUE) : NULL;
    if (!schema)
        return;
    g_autoptr(GSettings) settings = g_settings_new_full(schema, NULL, NULL);
    g_settings_set_boolean(settings, "enable-inspector-keybinding", FALSE);
}

void browser_window_prepare_gtk(void)
{
    GtkSettings *settings = gtk_settings_get_default();
    set_strings(settings);
    set_booleans(settings);
    forbid_inspector();

    g_autoptr(GtkCssProvider) style = gtk_css_provider_new();
    gtk_css_provider_load_from_resource(style, "/fr/webmail-kiosk/browser/style.css");
    gtk_style_context_add_provider_for_screen(gdk_screen_get_default(), GTK_STYLE_PROVIDER(style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* An event box has a window of its own, so that no click falls through to the page. */
static GtkWidget *cover_new(struct browser *browser)
{
    GtkWidget *cover = gtk_event_box_new();
    GtkWidget *stack = gtk_stack_new();
    gtk_stack_set_homogeneous(GTK_STACK(stack), TRUE);
    gtk_container_add(GTK_CONTAINER(stack), browser_notice_widget(browser->notice));
    gtk_container_add(GTK_CONTAINER(stack), browser_countdown_widget(browser->countdown));
    gtk_container_add(GTK_CONTAINER(cover), stack);
    gtk_style_context_add_class(gtk_widget_get_style_context(cover), "cover");
    gtk_widget_show(stack);
    return cover;
}

/* Without a window manager nobody sizes the window; with one this is the size it gives. */
static void fill_monitor(GtkWindow *window)
{
    GdkRectangle area;
    GdkDisplay *display = gdk_display_get_default();
    GdkMonitor *monitor = gdk_display_get_primary_monitor(display);
    if (!monitor)
        monitor = gdk_display_get_monitor(display, 0);
    if (!monitor)
        return;
    gdk_monitor_get_geometry(monitor, &area);
    gtk_window_set_default_size(window, area.width, area.height);
    gtk_window_move(window, area.x, area.y);
}

/* The session's end is kiosk-session's to decide, not a window manager's. */
static gboolean on_delete(GtkWidget *window, GdkEvent *event, gpointer data)
{
    return TRUE;
}

void browser_window_new(struct browser *browser)
{
    browser->window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
    gtk_window_set_title(GTK_WINDOW(browser->window), _("Webmail"));
    gtk_window_set_decorated(GTK_WINDOW(browser->window), FALSE);
    g_signal_connect(browser->window, "delete-event", G_CALLBACK(on_delete), NULL);

    GtkWidget *column = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *overlay = gtk_overlay_new();
    browser->cover = cover_new(browser);
    gtk_container_add(GTK_CONTAINER(overlay), GTK_WIDGET(browser->view));
    gtk_overlay_add_overlay(GTK_OVERLAY(overlay), browser_caps_lock_new(browser));
    gtk_overlay_set_overlay_pass_through(GTK_OVERLAY(overlay), browser->caps_lock, TRUE);
    gtk_overlay_add_overlay(GTK_OVERLAY(overlay), browser->cover);
    gtk_box_pack_start(GTK_BOX(column), browser_bar_widget(browser->bar), FALSE, FALSE, 0);
    browser_previous_wipe_add(browser, GTK_BOX(column));
    browser_strong_authentication_add(browser, GTK_BOX(column));
    gtk_box_pack_start(GTK_BOX(column), overlay, TRUE, TRUE, 0);
    gtk_container_add(GTK_CONTAINER(browser->window), column);
    gtk_widget_show(overlay);
    gtk_widget_show(column);
    fill_monitor(GTK_WINDOW(browser->window));
    gtk_window_fullscreen(GTK_WINDOW(browser->window));
}
