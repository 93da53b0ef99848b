/* Builds the notice page once, and fills it for each kind of notice.
 * Runs as: the kiosk user. */
#include "notice.h"

#include <glib/gi18n.h>

#include "host-name.h"
#include "icon.h"
#include "widgets.h"

struct browser_notice {
    struct browser_notice_actions actions;
    const struct policy *policy;
    GtkWidget *scroller, *page, *icon, *title, *body, *facts, *host_title, *host, *clock, *support;
    GtkWidget *advice_box, *advice[NOTICE_ADVICE_MAX], *wait, *back, *retry, *code;
};

static const char *const tone_classes[] = {
    [NOTICE_TONE_CALM] = "calm",
    [NOTICE_TONE_BLOCKED] = "blocked",
    [NOTICE_TONE_DANGER] = "danger",
    [NOTICE_TONE_TROUBLE] = "trouble",
};

static void on_back(GtkButton *button, gpointer data)
{
    struct browser_notice *notice = data;
    notice->actions.back(notice->actions.data);
}

static void on_retry(GtkButton *button, gpointer data)
{
    struct browser_notice *notice = data;
    notice->actions.retry(notice->actions.data);
}

static void pack(GtkWidget *box, GtkWidget *child)
{
    gtk_box_pack_start(GTK_BOX(box), child, FALSE, FALSE, 0);
}

/* Target address, date and support, on a card of their own. */
static GtkWidget *facts_new(struct browser_notice *notice)
{
    notice->facts = browser_box_new(GTK_ORIENTATION_VERTICAL, 4, "facts");
    notice->host_title = browser_label_new(_("Address aimed at"), "fact-title", FALSE);
    notice->host = browser_label_new(NULL, "target", TRUE);
    gtk_label_set_line_wrap_mode(GTK_LABEL(notice->host), PANGO_WRAP_CHAR);
    notice->clock = browser_label_new(NULL, "fact", TRUE);
    notice->support = browser_label_new(NULL, "fact", TRUE);
    pack(notice->facts, notice->host_title);
    pack(notice->facts, notice->host);
    pack(notice->facts, notice->clock);
    pack(notice->facts, notice->support);
    return notice->facts;
}

static GtkWidget *advice_new(struct browser_notice *notice)
{
    notice->advice_box = browser_box_new(GTK_ORIENTATION_VERTICAL, 8, NULL);
    for (int i = 0; i < NOTICE_ADVICE_MAX; i++) {
        notice->advice[i] = browser_label_new(NULL, "advice", TRUE);
        pack(notice->advice_box, notice->advice[i]);
    }
    return notice->advice_box;
}

static GtkWidget *buttons_new(struct browser_notice *notice)
{
    GtkWidget *row = browser_box_new(GTK_ORIENTATION_HORIZONTAL, 12, "buttons");
    notice->back = browser_button_new(_("Back to the mail"), NULL, "primary");
    notice->retry = browser_button_new(_("Try again now"), NULL, "secondary");
    g_signal_connect(notice->back, "clicked", G_CALLBACK(on_back), notice);
    g_signal_connect(notice->retry, "clicked", G_CALLBACK(on_retry), notice);
    pack(row, notice->back);
    pack(row, notice->retry);
    return row;
}

static GtkWidget *column_new(struct browser_notice *notice)
{
    GtkWidget *column = browser_box_new(GTK_ORIENTATION_VERTICAL, 16, NULL);
    notice->title = browser_label_new(NULL, "title", TRUE);
    notice->body = browser_label_new(NULL, "body", TRUE);
    notice->wait = browser_label_new(NULL, "wait", TRUE);
    notice->code = browser_label_new(NULL, "code", FALSE);
    pack(column, notice->title);
    pack(column, notice->body);
    pack(column, facts_new(notice));
    pack(column, advice_new(notice));
    pack(column, notice->wait);
    pack(column, buttons_new(notice));
    pack(column, notice->code);
    return column;
}

struct browser_notice *browser_notice_new(const struct policy *policy,
                                          const struct browser_notice_actions *actions)
{
    struct browser_notice *notice = g_new0(struct browser_notice, 1);
    notice->actions = *actions;
    notice->policy = policy;
    notice->page = browser_box_new(GTK_ORIENTATION_HORIZONTAL, 28, "notice");
    notice->icon = browser_icon_new("hourglass", 64);
    gtk_widget_set_valign(notice->icon, GTK_ALIGN_START);
    pack(notice->page, notice->icon);
    gtk_box_pack_start(GTK_BOX(notice->page), column_new(notice), TRUE, TRUE, 0);
    gtk_widget_set_halign(notice->page, GTK_ALIGN_CENTER);
    gtk_widget_set_valign(notice->page, GTK_ALIGN_CENTER);
    browser_accessible_role(notice->page, ATK_ROLE_ALERT, NULL);

    notice->scroller = gtk_scrolled_window_new(NULL, NULL);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(notice->scroller), GTK_POLICY_NEVER,
                                   GTK_POLICY_AUTOMATIC);
    gtk_container_add(GTK_CONTAINER(notice->scroller), notice->page);
    gtk_widget_show_all(notice->scroller);
    return notice;
}

void browser_notice_free(struct browser_notice *notice)
{
    g_free(notice);
}

GtkWidget *browser_notice_widget(struct browser_notice *notice)
{
    return notice->scroller;
}

static void append_part(GString *text, const char *part)
{
    if (*part && text->len > 0)
        g_string_append(text, " · ");
    g_string_append(text, part);
}

static void show_support(struct browser_notice *notice, bool shown)
{
    g_autoptr(GString) parts = g_string_new(NULL);
    append_part(parts, notice->policy->support_name);
    append_part(parts, notice->policy->support_phone);
    append_part(parts, notice->policy->support_hours);
    g_autofree char *line = g_strconcat(_("Support:"), " ", parts->str, NULL);
    browser_label_set(notice->support, shown && parts->len > 0 ? line : NULL);
}

static void show_clock(struct browser_notice *notice, bool shown)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_local();
    g_autofree char *date = g_date_time_format(now, "%d/%m/%Y, %H:%M");
    g_autofree char *line = g_strconcat(_("Date and time on this computer:"), " ", date, NULL);
    browser_label_set(notice->clock, shown ? line : NULL);
}

static void show_facts(struct browser_notice *notice, const struct browser_notice_text *text,
                       const char *host)
{
    bool shows_host = text->shows_host && host;
    g_autofree char *markup = shows_host ? browser_host_markup(host) : NULL;
    gtk_label_set_markup(GTK_LABEL(notice->host), markup ? markup : "");
    gtk_widget_set_visible(notice->host, shows_host);
    gtk_widget_set_visible(notice->host_title, shows_host);
    show_clock(notice, text->shows_clock);
    show_support(notice, text->shows_support);
    gtk_widget_set_visible(notice->facts, shows_host || gtk_widget_get_visible(notice->clock) ||
                                              gtk_widget_get_visible(notice->support));
}

static void show_advice(struct browser_notice *notice, const struct browser_notice_text *text)
{
    bool any = false;
    for (int i = 0; i < NOTICE_ADVICE_MAX; i++) {
        browser_label_set(notice->advice[i], text->advice[i] ? _(text->advice[i]) : NULL);
        any = any || text->advice[i];
    }
    gtk_widget_set_visible(notice->advice_box, any);
}

void browser_notice_show(struct browser_notice *notice, enum browser_notice_kind kind,
                         const char *host, bool has_page)
{
    const struct browser_notice_text *text = browser_notice_text(kind);
    for (gsize i = 0; i < G_N_ELEMENTS(tone_classes); i++)
        browser_style_set(notice->page, tone_classes[i], i == text->tone);
    browser_icon_set(notice->icon, text->icon);
    browser_label_set(notice->title, _(text->title));
    browser_label_set(notice->body, _(text->body));
    show_facts(notice, text, host);
    show_advice(notice, text);

    g_autofree char *code =
        text->code ? g_strconcat(_("Code for the support:"), " ", text->code, NULL) : NULL;
    browser_label_set(notice->code, code);
    browser_notice_wait(notice, 0);
    bool over = kind == NOTICE_STARTING || kind == NOTICE_ENDING || kind == NOTICE_CRASHED;
    gtk_widget_set_visible(notice->back, has_page && !over);
    gtk_widget_set_visible(notice->retry, !has_page && !over);
    atk_object_set_name(gtk_widget_get_accessible(notice->page), _(text->title));
    atk_object_set_description(gtk_widget_get_accessible(notice->page), _(text->body));
}

void browser_notice_focus(struct browser_notice *notice)
{
    GtkWidget *buttons[] = {notice->back, notice->retry};
    for (gsize i = 0; i < G_N_ELEMENTS(buttons); i++)
        if (gtk_widget_get_visible(buttons[i]))
            gtk_widget_grab_focus(buttons[i]);
}

void browser_notice_wait(struct browser_notice *notice, unsigned seconds)
{
    g_autofree char *text = g_strdup_printf(
        ngettext("Next attempt in %u second.", "Next attempt in %u seconds.", seconds), seconds);
    browser_label_set(notice->wait, seconds > 0 ? text : NULL);
}
