/* Builds the bar and shows the state of the verification on it.
 * Runs as: the kiosk user. */
#include "bar.h"

#include <glib/gi18n.h>

#include "certificate-panel.h"
#include "certificate.h"
#include "host-name.h"
#include "icon.h"
#include "widgets.h"

struct browser_bar {
    struct browser_certificate_panel *panel;
    GtkWidget *whole, *box, *identity, *icon, *host, *state, *certificate, *steps, *button;
    void (*end)(void *data);
    void *data;
};

/* Each state by icon, text and colour: none of them alone. */
static const struct {
    const char *icon, *text, *style_class;
} states[VERIFICATION_STATE_COUNT] = {
    [VERIFICATION_PENDING] = {"hourglass",      N_("Verifying the site…"),      "pending" },
    [VERIFICATION_VERIFIED] = {"padlock",        N_("Official site, verified"),    "verified"},
    [VERIFICATION_REFUSED] = {"padlock-broken", N_("Not verified: type nothing"), "refused" },
};

static void on_end_clicked(GtkButton *button, gpointer data)
{
    struct browser_bar *bar = data;
    bar->end(bar->data);
}

static void on_padlock_clicked(GtkButton *button, gpointer data)
{
    struct browser_bar *bar = data;
    browser_certificate_panel_toggle(bar->panel);
}

/* Only the padlock is a button: a screen reader reads no text inside of one. */
static GtkWidget *padlock_new(struct browser_bar *bar)
{
    GtkWidget *padlock = gtk_button_new();
    bar->icon = browser_icon_new("hourglass", 36);
    gtk_container_add(GTK_CONTAINER(padlock), bar->icon);
    browser_style_add(padlock, "padlock");
    atk_object_set_name(gtk_widget_get_accessible(padlock), _("The site's certificate"));
    gtk_widget_set_valign(padlock, GTK_ALIGN_CENTER);
    gtk_widget_set_focus_on_click(padlock, FALSE);
    g_signal_connect(padlock, "clicked", G_CALLBACK(on_padlock_clicked), bar);
    return padlock;
}

static GtkWidget *identity_new(struct browser_bar *bar)
{
    GtkWidget *lines = browser_box_new(GTK_ORIENTATION_VERTICAL, 1, NULL);
    GtkWidget *details = browser_box_new(GTK_ORIENTATION_HORIZONTAL, 8, NULL);
    bar->identity = browser_box_new(GTK_ORIENTATION_HORIZONTAL, 6, "identity");
    bar->host = browser_label_new(NULL, "host", FALSE);
    bar->state = browser_label_new(NULL, "state", FALSE);
    bar->certificate = browser_label_new(NULL, "certificate", FALSE);
    gtk_label_set_ellipsize(GTK_LABEL(bar->host), PANGO_ELLIPSIZE_START);
    gtk_label_set_ellipsize(GTK_LABEL(bar->certificate), PANGO_ELLIPSIZE_END);

    gtk_box_pack_start(GTK_BOX(details), bar->state, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(details), bar->certificate, FALSE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(lines), bar->host, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(lines), details, FALSE, FALSE, 0);
    gtk_widget_set_valign(lines, GTK_ALIGN_CENTER);
    gtk_box_pack_start(GTK_BOX(bar->identity), padlock_new(bar), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(bar->identity), lines, TRUE, TRUE, 0);
    return bar->identity;
}

struct browser_bar *browser_bar_new(const char *site_name, void (*end)(void *data), void *data)
{
    struct browser_bar *bar = g_new0(struct browser_bar, 1);
    bar->end = end;
    bar->data = data;
    bar->box = browser_box_new(GTK_ORIENTATION_HORIZONTAL, 20, "bar");
    bar->steps = browser_box_new(GTK_ORIENTATION_HORIZONTAL, 8, "steps");
    bar->button = browser_button_new(_("End and erase"), "leave", "primary");
    g_signal_connect(bar->button, "clicked", G_CALLBACK(on_end_clicked), bar);
    gtk_widget_set_valign(bar->button, GTK_ALIGN_CENTER);
    atk_object_set_description(gtk_widget_get_accessible(bar->button),
                               _("Ends your session at once and erases everything. Also by "
                                 "Ctrl+Alt+End."));

    GtkWidget *name = browser_label_new(site_name, "site-name", FALSE);
    gtk_label_set_ellipsize(GTK_LABEL(name), PANGO_ELLIPSIZE_END);
    gtk_label_set_max_width_chars(GTK_LABEL(name), 40);
    if (*site_name)
        gtk_box_pack_start(GTK_BOX(bar->box), name, FALSE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(bar->box), identity_new(bar), TRUE, TRUE, 0);
    gtk_box_pack_end(GTK_BOX(bar->box), bar->button, FALSE, FALSE, 0);
    gtk_box_pack_end(GTK_BOX(bar->box), bar->steps, FALSE, FALSE, 0);
    browser_accessible_role(bar->box, ATK_ROLE_TOOL_BAR, _("Verified site and end of the session"));
    browser_accessible_role(bar->state, ATK_ROLE_STATUSBAR, NULL);
    bar->panel = browser_certificate_panel_new();
    bar->whole = browser_box_new(GTK_ORIENTATION_VERTICAL, 0, NULL);
    gtk_box_pack_start(GTK_BOX(bar->whole), bar->box, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(bar->whole), browser_certificate_panel_widget(bar->panel), FALSE,
                       FALSE, 0);
    gtk_widget_show_all(bar->whole);
    browser_bar_show(bar, VERIFICATION_PENDING, NULL, NULL);
    return bar;
}

void browser_bar_free(struct browser_bar *bar)
{
    if (bar)
        browser_certificate_panel_free(bar->panel);
    g_free(bar);
}

GtkWidget *browser_bar_widget(struct browser_bar *bar)
{
    return bar->whole;
}

static char *certificate_text(GTlsCertificate *certificate)
{
    g_autofree char *organisation = browser_certificate_organisation(certificate);
    if (organisation)
        return g_strconcat(_("Certificate:"), " ", organisation, NULL);
    g_autofree char *issuer = browser_certificate_issuer(certificate);
    if (issuer)
        return g_strconcat(_("Certificate issued by"), " ", issuer, NULL);
    return NULL;
}

void browser_bar_show(struct browser_bar *bar, enum browser_verification state, const char *host,
                      GTlsCertificate *certificate)
{
    for (int i = 0; i < VERIFICATION_STATE_COUNT; i++)
        browser_style_set(bar->box, states[i].style_class, i == (int)state);
    browser_icon_set(bar->icon, states[state].icon);
    browser_label_set(bar->state, _(states[state].text));
    g_autofree char *issued = certificate ? certificate_text(certificate) : NULL;
    browser_label_set(bar->certificate, issued);
    browser_certificate_panel_fill(bar->panel, host, certificate);
    g_autofree char *markup = host ? browser_host_markup(host) : NULL;
    gtk_label_set_markup(GTK_LABEL(bar->host), markup ? markup : "");
    gtk_widget_set_visible(bar->host, host != NULL);
}

void browser_bar_end(struct browser_bar *bar)
{
    gtk_widget_set_sensitive(bar->button, FALSE);
    gtk_widget_hide(bar->identity);
    browser_certificate_panel_fill(bar->panel, NULL, NULL);
}
