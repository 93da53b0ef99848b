/* Says that Caps Lock is on while a password is typed.
 * Runs as: the kiosk user.
 *
 * A page learns of Caps Lock only with the next key; the display knows at once. */
#include "caps-lock.h"

#include <glib/gi18n.h>

#include "widgets.h"

static void refresh(struct browser *browser)
{
    GdkKeymap *keymap = gdk_keymap_get_for_display(gdk_display_get_default());
    gtk_widget_set_visible(browser->caps_lock,
                           browser->in_password && gdk_keymap_get_caps_lock_state(keymap));
}

static void on_state_changed(GdkKeymap *keymap, gpointer data)
{
    refresh(data);
}

/* What had the focus is gone with its page. */
static void on_load_changed(WebKitWebView *view, WebKitLoadEvent event, gpointer data)
{
    if (event == WEBKIT_LOAD_COMMITTED)
        browser_caps_lock_watch(data, false);
}

GtkWidget *browser_caps_lock_new(struct browser *browser)
{
    GdkKeymap *keymap = gdk_keymap_get_for_display(gdk_display_get_default());
    browser->caps_lock = browser_label_new(_("Caps Lock is on"), "caps-lock", FALSE);
    gtk_widget_set_halign(browser->caps_lock, GTK_ALIGN_CENTER);
    gtk_widget_set_valign(browser->caps_lock, GTK_ALIGN_START);
    /* An alert that comes into view is read out. */
    browser_accessible_role(browser->caps_lock, ATK_ROLE_ALERT, NULL);
    g_signal_connect(keymap, "state-changed", G_CALLBACK(on_state_changed), browser);
    g_signal_connect(browser->view, "load-changed", G_CALLBACK(on_load_changed), browser);
    return browser->caps_lock;
}

void browser_caps_lock_watch(struct browser *browser, bool in_password)
{
    browser->in_password = in_password;
    refresh(browser);
}
