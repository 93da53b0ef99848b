/* Shows the certificate below the bar. It is a part of the window, not a window of its own: it
 * moves the page down, so that nothing of a page can lie above it.
 * Runs as: the kiosk user. */
#include "certificate-panel.h"

#include <glib/gi18n.h>

#include "certificate.h"
#include "host-name.h"
#include "widgets.h"

enum row { ROW_HOST, ROW_OWNER, ROW_ISSUER, ROW_VALID, ROW_COUNT };

static const char *const titles[ROW_COUNT] = {
    [ROW_HOST] = N_("Site verified"),
    [ROW_OWNER] = N_("Certificate issued to"),
    [ROW_ISSUER] = N_("Issued by"),
    [ROW_VALID] = N_("Valid"),
};

struct browser_certificate_panel {
    GtkWidget *grid, *title[ROW_COUNT], *value[ROW_COUNT];
    gboolean filled;
};

struct browser_certificate_panel *browser_certificate_panel_new(void)
{
    struct browser_certificate_panel *panel = g_new0(struct browser_certificate_panel, 1);
    panel->grid = gtk_grid_new();
    gtk_grid_set_column_spacing(GTK_GRID(panel->grid), 20);
    gtk_grid_set_row_spacing(GTK_GRID(panel->grid), 6);
    browser_style_add(panel->grid, "certificate-panel");
    for (int i = 0; i < ROW_COUNT; i++) {
        panel->title[i] = browser_label_new(_(titles[i]), "fact-title", FALSE);
        panel->value[i] = browser_label_new(NULL, "fact", FALSE);
        gtk_label_set_ellipsize(GTK_LABEL(panel->value[i]), PANGO_ELLIPSIZE_MIDDLE);
        gtk_widget_set_hexpand(panel->value[i], TRUE);
        gtk_grid_attach(GTK_GRID(panel->grid), panel->title[i], 0, i, 1, 1);
        gtk_grid_attach(GTK_GRID(panel->grid), panel->value[i], 1, i, 1, 1);
    }
    gtk_widget_show_all(panel->grid);
    gtk_widget_hide(panel->grid);
    gtk_widget_set_no_show_all(panel->grid, TRUE);
    return panel;
}

void browser_certificate_panel_free(struct browser_certificate_panel *panel)
{
    g_free(panel);
}

GtkWidget *browser_certificate_panel_widget(struct browser_certificate_panel *panel)
{
    return panel->grid;
}

static void show_row(struct browser_certificate_panel *panel, enum row row, const char *value)
{
    browser_label_set(panel->value[row], value);
    gtk_widget_set_visible(panel->title[row], value && *value);
}

static char *validity(GTlsCertificate *certificate)
{
    g_autoptr(GDateTime) from = g_tls_certificate_get_not_valid_before(certificate);
    g_autoptr(GDateTime) until = g_tls_certificate_get_not_valid_after(certificate);
    if (!from || !until)
        return NULL;
    g_autofree char *first = g_date_time_format(from, "%d/%m/%Y");
    g_autofree char *last = g_date_time_format(until, "%d/%m/%Y");
    /* Translators: two dates. */
    return g_strdup_printf(_("from %s to %s"), first, last);
}

void browser_certificate_panel_fill(struct browser_certificate_panel *panel, const char *host,
                                    GTlsCertificate *certificate)
{
    panel->filled = host && certificate;
    if (!panel->filled) {
        gtk_widget_hide(panel->grid);
        return;
    }
    g_autofree char *owner = browser_certificate_organisation(certificate);
    g_autofree char *issuer = browser_certificate_issuer(certificate);
    g_autofree char *valid = validity(certificate);
    g_autofree char *markup = browser_host_markup(host);
    show_row(panel, ROW_HOST, host);
    gtk_label_set_markup(GTK_LABEL(panel->value[ROW_HOST]), markup);
    show_row(panel, ROW_OWNER,
             owner ? owner : _("the owner of this address; no organisation is named"));
    show_row(panel, ROW_ISSUER, issuer);
    show_row(panel, ROW_VALID, valid);
}

void browser_certificate_panel_toggle(struct browser_certificate_panel *panel)
{
    gtk_widget_set_visible(panel->grid, panel->filled && !gtk_widget_get_visible(panel->grid));
}
