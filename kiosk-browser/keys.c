/* Lets keys through by key-rules.c, zooms the page, and knows the keyboard way to end.
 * Runs as: the kiosk user. */
#include "keys.h"

#include "browser.h"
#include "ending.h"
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

static gboolean on_key(GtkWidget *window, GdkEventKey *event, gpointer data)
{
    struct browser *browser = data;
    enum browser_key key = browser_key_classify(event->keyval, event->state);
    switch (key) {
    case KEY_PASSED:
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

void browser_keys_connect(struct browser *browser)
{
    /* A handler on the window runs before the focused widget sees the key. Releases pass: a page
     * that saw a key go down must see it go up. */
    g_signal_connect(browser->window, "key-press-event", G_CALLBACK(on_key), browser);
}
