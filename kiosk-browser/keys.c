/* Lets keys and buttons through by key-rules.c, zooms the page, and knows the keyboard way to end.
 * Runs as: the kiosk user. */
#include "keys.h"

#include "browser.h"
#include "ending.h"
#include "first-use.h"
#include "key-rules.h"

static const double zoom_levels[] = {0.5, 0.67, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0};

static void zoom(WebKitWebView *view, int direction)
{
    double now = webkit_web_view_get_zoom_level(view), next = now;
    for (gsize i = 0; i < G_N_ELEMENTS(zoom_levels); i++) {
        gsize k = direction > 0 ? i : G_N_ELEMENTS(zoom_levels) - 1 - i;
        if ((zoom_levels[k] - now) * direction > 0.001) {
            next = zoom_levels[k];
            break;
        }
    }
    webkit_web_view_set_zoom_level(view, next);
}

/* With nothing focused, Tab begins at what covers the page, not at "end and erase" above it. */
static gboolean enter_cover(struct browser *browser, guint keyval)
{
    return keyval == GDK_KEY_Tab && gtk_widget_get_visible(browser->cover) &&
           !gtk_window_get_focus(GTK_WINDOW(browser->window)) &&
           gtk_widget_child_focus(browser->cover, GTK_DIR_TAB_FORWARD);
}

static gboolean on_key(GtkWidget *window, GdkEventKey *event, gpointer data)
{
    struct browser *browser = data;
    enum browser_key key = browser_key_classify(event->keyval, event->state);
    browser_first_use_key(browser);
    switch (key) {
    case KEY_PASSED:
        return enter_cover(browser, event->keyval);
    case KEY_UNDO:
    case KEY_REDO:
        return GDK_EVENT_PROPAGATE;
    case KEY_SWALLOWED:
        break;
    case KEY_ZOOM_IN:
    case KEY_ZOOM_OUT:
        zoom(browser->view, key == KEY_ZOOM_IN ? 1 : -1);
        break;
    case KEY_ZOOM_RESET:
        webkit_web_view_set_zoom_level(browser->view, 1.0);
        break;
    case KEY_END_SESSION:
        browser_ending_request(browser, END_REASON_LOGOUT_BUTTON);
        break;
    }
    return GDK_EVENT_STOP;
}

/* Comes when the page has seen the key and left it: editors of a page that undo by themselves do
 * not. */
static gboolean on_key_left(GtkWidget *window, GdkEventKey *event, gpointer data)
{
    struct browser *browser = data;
    enum browser_key key = browser_key_classify(event->keyval, event->state);
    if (key == KEY_UNDO)
        webkit_web_view_execute_editing_command(browser->view, WEBKIT_EDITING_COMMAND_UNDO);
    else if (key == KEY_REDO)
        webkit_web_view_execute_editing_command(browser->view, WEBKIT_EDITING_COMMAND_REDO);
    return GDK_EVENT_STOP;
}

/* The middle button pastes what was selected last, whatever GTK's setting says, and the side
 * buttons go back in the history. They are dropped before any widget or gesture sees them; the
 * right one stays for the page's own menus. */
static void on_event(GdkEvent *event, gpointer data)
{
    guint button = GDK_BUTTON_PRIMARY;
    if (gdk_event_get_button(event, &button) && button != GDK_BUTTON_PRIMARY &&
        button != GDK_BUTTON_SECONDARY)
        return;
    gtk_main_do_event(event);
}

void browser_keys_connect(struct browser *browser)
{
    /* A handler on the window runs before the focused widget sees the key. Releases pass: a page
     * that saw a key go down must see it go up. */
    g_signal_connect(browser->window, "key-press-event", G_CALLBACK(on_key), browser);
    g_signal_connect_after(browser->window, "key-press-event", G_CALLBACK(on_key_left), browser);
    gdk_event_handler_set(on_event, NULL, NULL);
}
