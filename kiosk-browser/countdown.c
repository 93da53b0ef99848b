/* Shows the seconds left before everything is erased.
 * Runs as: the kiosk user. */
#include "countdown.h"

#include <glib/gi18n.h>

#include "countdown-ring.h"
#include "widgets.h"

static const struct {
    const char *name, *title, *body, *stay, *erase_now;
} texts[COUNTDOWN_KIND_COUNT] = {
    [COUNTDOWN_IDLE] = {N_("Idle warning"),       N_("Are you still there?"),
                        N_("Your page is hidden. When the time is over, the session ends and "
                           "everything is erased, what you have not sent too."),
                        N_("Stay signed in"),     N_("I am someone else: erase everything")},
    [COUNTDOWN_IDLE_WITH_DRAFT] = {N_("Idle warning"),       N_("Are you still there?"),
                        N_("Your page is hidden. When the time is over, the session "
                                      "ends and everything is erased, what is neither sent nor "
                                      "saved as a draft too."),
                        N_("Stay signed in"),     N_("I am someone else: erase everything")},
    [COUNTDOWN_UNDO] = {N_("End of the session"), N_("Your session ends."),
                        N_("Your page is hidden. In a moment everything is erased, what you have "
                           "not sent too."),
                        N_("Go back to my page"), N_("Erase everything now")               },
};

struct browser_countdown {
    struct browser_countdown_actions actions;
    enum browser_countdown_kind kind;
    GtkWidget *center, *ring, *spoken, *body, *stay, *erase_now;
    gint64 end;            /* of the monotonic clock, in microseconds */
    unsigned shown, total; /* seconds */
    guint timer;
};

gboolean browser_countdown_is_mark(unsigned seconds)
{
    static const unsigned marks[] = {60, 30, 10};
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
        if (marks[i] == seconds)
            return TRUE;
    return FALSE;
}

/* A screen reader speaks an alert when it is shown. */
static void speak(struct browser_countdown *countdown, unsigned seconds)
{
    g_autofree char *left =
        g_strdup_printf(ngettext("Everything is erased in %u second.",
                                 "Everything is erased in %u seconds.", seconds),
                        seconds);
    g_autofree char *text = g_strconcat(_(texts[countdown->kind].title), " ", left, NULL);
    AtkObject *alert = gtk_widget_get_accessible(countdown->spoken);
    atk_object_notify_state_change(alert, ATK_STATE_SHOWING, FALSE);
    atk_object_set_name(alert, text);
    atk_object_notify_state_change(alert, ATK_STATE_SHOWING, TRUE);
}

static void show(struct browser_countdown *countdown, unsigned seconds)
{
    countdown->total = MAX(countdown->total, seconds);
    countdown->shown = seconds;
    browser_countdown_ring_set(countdown->ring, seconds, countdown->total);
}

static gboolean on_tick(gpointer data)
{
    struct browser_countdown *countdown = data;
    gint64 left = countdown->end - g_get_monotonic_time();
    unsigned seconds = left > 0 ? (unsigned)((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
    if (seconds != countdown->shown) {
        show(countdown, seconds);
        if (browser_countdown_is_mark(seconds))
            speak(countdown, seconds);
    }
    return G_SOURCE_CONTINUE;
}

static void on_stay(GtkButton *button, gpointer data)
{
    struct browser_countdown *countdown = data;
    countdown->actions.stay(countdown->actions.data);
}

static void on_erase_now(GtkButton *button, gpointer data)
{
    struct browser_countdown *countdown = data;
    countdown->actions.erase_now(countdown->actions.data);
}

static GtkWidget *buttons_new(struct browser_countdown *countdown)
{
    GtkWidget *row = browser_box_new(GTK_ORIENTATION_HORIZONTAL, 16, "buttons");
    countdown->stay = browser_button_new(_(texts[0].stay), "person", "primary");
    countdown->erase_now = browser_button_new(_(texts[0].erase_now), "broom", "secondary");
    g_signal_connect(countdown->stay, "clicked", G_CALLBACK(on_stay), countdown);
    g_signal_connect(countdown->erase_now, "clicked", G_CALLBACK(on_erase_now), countdown);
    gtk_box_pack_start(GTK_BOX(row), countdown->stay, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(row), countdown->erase_now, FALSE, FALSE, 0);
    gtk_widget_set_halign(row, GTK_ALIGN_CENTER);
    return row;
}

static GtkWidget *centered_label(const char *text, const char *style_class)
{
    GtkWidget *label = browser_label_new(text, style_class, TRUE);
    gtk_label_set_xalign(GTK_LABEL(label), 0.5F);
    gtk_label_set_justify(GTK_LABEL(label), GTK_JUSTIFY_CENTER);
    return label;
}

struct browser_countdown *browser_countdown_new(const struct browser_countdown_actions *actions)
{
    struct browser_countdown *countdown = g_new0(struct browser_countdown, 1);
    countdown->actions = *actions;
    countdown->center = browser_box_new(GTK_ORIENTATION_VERTICAL, 14, "countdown");
    countdown->ring = browser_countdown_ring_new();
    countdown->spoken = centered_label(_(texts[0].title), "title");
    countdown->body = centered_label(_(texts[0].body), "body");
    gtk_label_set_max_width_chars(GTK_LABEL(countdown->body), 72);
    GtkWidget *parts[] = {
        countdown->spoken,
        countdown->ring,
        countdown->body,
        buttons_new(countdown),
    };
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
        gtk_box_pack_start(GTK_BOX(countdown->center), parts[i], FALSE, FALSE, 0);
    gtk_widget_set_halign(countdown->center, GTK_ALIGN_CENTER);
    gtk_widget_set_valign(countdown->center, GTK_ALIGN_CENTER);
    browser_accessible_role(countdown->center, ATK_ROLE_PANEL, _(texts[0].name));
    browser_accessible_role(countdown->spoken, ATK_ROLE_ALERT, NULL);
    gtk_widget_show_all(countdown->center);
    return countdown;
}

void browser_countdown_free(struct browser_countdown *countdown)
{
    if (!countdown)
        return;
    browser_countdown_stop(countdown);
    g_free(countdown);
}

GtkWidget *browser_countdown_widget(struct browser_countdown *countdown)
{
    return countdown->center;
}

static void set_texts(struct browser_countdown *countdown, enum browser_countdown_kind kind)
{
    countdown->kind = kind;
    gtk_label_set_text(GTK_LABEL(countdown->spoken), _(texts[kind].title));
    gtk_label_set_text(GTK_LABEL(countdown->body), _(texts[kind].body));
    browser_button_set(countdown->stay, _(texts[kind].stay));
    browser_button_set(countdown->erase_now, _(texts[kind].erase_now));
    atk_object_set_name(gtk_widget_get_accessible(countdown->center), _(texts[kind].name));
}

void browser_countdown_start(struct browser_countdown *countdown, enum browser_countdown_kind kind,
                             unsigned seconds)
{
    gboolean fresh = countdown->timer == 0;
    set_texts(countdown, kind);
    countdown->end = g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;
    show(countdown, seconds);
    if (!fresh)
        return;
    speak(countdown, seconds);
    countdown->timer = g_timeout_add(200, on_tick, countdown);
}

void browser_countdown_stop(struct browser_countdown *countdown)
{
    if (countdown->timer > 0)
        g_source_remove(countdown->timer);
    countdown->timer = 0;
    countdown->total = 0;
}
