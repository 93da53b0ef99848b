/* Offers the page that tells how to switch on strong authentication, until the login.
 * Runs as: the kiosk user. */
#include "strong-authentication.h"

#include <glib/gi18n.h>

#include "before-login.h"
#include "page-load.h"
#include "screen.h"
#include "widgets.h"

static const char other_key[] = "other"; /* of each button: the other, shown in its place */

/* A page elsewhere is for another device: its address is shown. */
static void on_clicked(GtkWidget *button, gpointer data)
{
    struct browser *browser = data;
    const char *url = browser->policy->login_strong_authentication_url;
    if (browser->ending || browser->counting_down || !browser->page_verified)
        return;
    if (url_rules_check(&browser->policy->site_allow, url, NULL) != URL_ALLOWED) {
        browser_screen_notice(browser, NOTICE_STRONG_AUTHENTICATION, url);
        return;
    }
    browser_page_load_go(browser, url);
    gtk_widget_hide(button);
    gtk_widget_show(g_object_get_data(G_OBJECT(button), other_key));
}

static void on_back(GtkWidget *back, gpointer data)
{
    struct browser *browser = data;
    if (browser->ending || browser->counting_down)
        return;
    browser_page_load_start(browser);
    gtk_widget_hide(back);
    gtk_widget_show(g_object_get_data(G_OBJECT(back), other_key));
}

static GtkWidget *button_new(const char *text, void (*clicked)(GtkWidget *button, gpointer data),
                             struct browser *browser)
{
    GtkWidget *button = browser_button_new(text, NULL, "secondary");
    gtk_widget_set_focus_on_click(button, FALSE);
    gtk_widget_show_all(button);
    g_signal_connect(button, "clicked", G_CALLBACK(clicked), browser);
    return button;
}

void browser_strong_authentication_add(struct browser *browser, GtkBox *column)
{
    if (!*browser->policy->login_strong_authentication_url)
        return;
    GtkWidget *line = browser_box_new(GTK_ORIENTATION_HORIZONTAL, 12, "strong-authentication");
    GtkWidget *text =
        browser_label_new(_("Protect your account with strong authentication."), NULL, FALSE);
    GtkWidget *button = button_new(_("How to switch it on"), on_clicked, browser);
    GtkWidget *back = button_new(_("Back to the login"), on_back, browser);
    gtk_label_set_ellipsize(GTK_LABEL(text), PANGO_ELLIPSIZE_END);
    gtk_box_pack_start(GTK_BOX(line), text, FALSE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(line), button, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(line), back, FALSE, FALSE, 0);
    g_object_set_data(G_OBJECT(button), other_key, back);
    g_object_set_data(G_OBJECT(back), other_key, button);
    gtk_box_pack_start(column, line, FALSE, FALSE, 0);
    gtk_widget_show_all(line);
    gtk_widget_hide(back);
    browser_before_login_only(browser, line);
}
