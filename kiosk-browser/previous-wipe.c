/* Tells that the session before this one was erased: a quiet line below the bar, until the login.
 * Runs as: the kiosk user. */
#include "previous-wipe.h"

#include <glib/gi18n.h>

#include "before-login.h"
#include "widgets.h"

static bool is_same_day(GDateTime *one, GDateTime *other)
{
    return g_date_time_get_year(one) == g_date_time_get_year(other) &&
           g_date_time_get_day_of_year(one) == g_date_time_get_day_of_year(other);
}

char *browser_previous_wipe_text(const char *wiped, GDateTime *now)
{
    guint64 seconds;
    if (!wiped || !g_ascii_string_to_unsigned(wiped, 10, 1, G_MAXINT64, &seconds, NULL))
        return NULL;
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc((gint64)seconds);
    g_autoptr(GDateTime) then =
        utc ? g_date_time_to_timezone(utc, g_date_time_get_timezone(now)) : NULL;
    if (!then || g_date_time_compare(then, now) > 0)
        return NULL;
    /* Formats of g_date_time_format. */
    return g_date_time_format(then, is_same_day(then, now)
                                        ? _("Previous session erased and verified at %H:%M")
                                        : _("Previous session erased and verified on %Y-%m-%d "
                                            "at %H:%M"));
}

void browser_previous_wipe_add(struct browser *browser, GtkBox *column)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_local();
    g_autofree char *text = browser_previous_wipe_text(g_getenv("KIOSK_PREVIOUS_WIPE"), now);
    if (!text)
        return;
    GtkWidget *line = browser_label_new(text, "previous-wipe", FALSE);
    gtk_label_set_ellipsize(GTK_LABEL(line), PANGO_ELLIPSIZE_END);
    browser_accessible_role(line, ATK_ROLE_STATUSBAR, NULL);
    gtk_box_pack_start(column, line, FALSE, FALSE, 0);
    gtk_widget_show(line);
    browser_before_login_only(browser, line);
}
