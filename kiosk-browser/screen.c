/* Derives what is visible, and what takes input, from the browser's state: in one place.
 * Runs as: the kiosk user. */
#include "screen.h"

#include "bar.h"
#include "host-name.h"
#include "notice.h"
#include "popups.h"
#include "retry.h"
#include "veil.h"

static void refresh_bar(struct browser *browser)
{
    GTlsCertificate *certificate = NULL;
    GTlsCertificateFlags errors = 0;
    g_autofree char *host = NULL;
    if (browser->verification == VERIFICATION_VERIFIED &&
        webkit_web_view_get_tls_info(browser->view, &certificate, &errors))
        host = browser_host_of_url(webkit_web_view_get_uri(browser->view));
    browser_bar_show(browser->bar, browser->verification, host, host ? certificate : NULL);
}

/* A notice has the focus on its one harmless button. The countdown has none: Enter and space must
 * not answer it by accident. */
static void move_focus(struct browser *browser, bool page)
{
    gtk_window_set_focus(GTK_WINDOW(browser->window), NULL);
    if (page)
        gtk_widget_grab_focus(GTK_WIDGET(browser->view));
    else if (!browser->counting_down && !browser->ending)
        browser_notice_focus(browser->notice);
}

void browser_screen_refresh(struct browser *browser)
{
    bool covered = browser->ending || browser->counting_down || browser->notice_kind != NOTICE_NONE;
    bool page = !covered && browser->verification == VERIFICATION_VERIFIED;
    /* While the site opens, the view stays mapped behind the opaque cover, so that its first
     * picture is there at once. In all other cases a hidden page is unmapped: no reader finds it
     * either. */
    bool awaited =
        browser->notice_kind == NOTICE_STARTING || browser->notice_kind == NOTICE_NET_SLOW;
    bool opening =
        awaited && !browser->ending && !browser->counting_down && !browser->page_verified;

    gtk_stack_set_visible_child(GTK_STACK(gtk_bin_get_child(GTK_BIN(browser->cover))),
                                browser->counting_down && !browser->ending
                                    ? browser_countdown_widget(browser->countdown)
                                    : browser_notice_widget(browser->notice));
    gtk_widget_set_visible(browser->cover, !page);
    gtk_widget_set_visible(GTK_WIDGET(browser->view), page || opening);
    gtk_widget_set_sensitive(GTK_WIDGET(browser->view), page && !browser->input_held);
    browser_veil_set(browser, browser->ending || browser->counting_down);
    move_focus(browser, page);
    refresh_bar(browser);
}

void browser_screen_notice(struct browser *browser, enum browser_notice_kind kind,
                           const char *target)
{
    if (browser->ending)
        return;
    browser->notice_kind = kind;
    if (kind != NOTICE_NONE) {
        browser_popups_close();
        browser_notice_show(browser->notice, kind, target, browser->page_verified);
    }
    browser_screen_refresh(browser);
}

void browser_screen_count_down(struct browser *browser, enum browser_countdown_kind kind,
                               unsigned seconds)
{
    if (browser->ending)
        return;
    browser_popups_close();
    browser->counting_down = true;
    browser_countdown_start(browser->countdown, kind, seconds);
    browser_screen_refresh(browser);
}

void browser_screen_resume(struct browser *browser)
{
    browser->counting_down = false;
    browser_countdown_stop(browser->countdown);
    browser_screen_refresh(browser);
}

void browser_screen_end(struct browser *browser)
{
    if (browser->ending)
        return;
    browser_popups_close();
    if (browser->notice_kind != NOTICE_CRASHED)
        browser->notice_kind = NOTICE_ENDING;
    browser_notice_show(browser->notice, browser->notice_kind, NULL, false);
    browser->ending = true;
    browser_countdown_stop(browser->countdown);
    browser_retry_stop(browser->retry);
    browser_bar_end(browser->bar);
    browser_screen_refresh(browser);
}
