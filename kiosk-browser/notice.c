/* Builds the notice page once, and fills it for each kind of notice.
 * Runs as: the kiosk user. */
#include "notice.h"

#include <glib/gi18n.h>

#include "host-name.h"
#include "icon.h"
#include "qr-code.h"
#include "widgets.h"

enum {
    PAGE_WIDTH = 860,
    TEXT_WIDTH = 68,
    FACT_WIDTH = 48,
    ISSUER_MAX = 64, /* whoever made the certificate wrote it */
    TARGET_LINES = 3
}; /* pixels; characters */

/* A line of the card of facts: what it is, and its value. */
enum fact { FACT_HOST, FACT_TARGET, FACT_ISSUER, FACT_CLOCK, FACT_SUPPORT, FACT_CODE, FACT_COUNT };

static const char *const fact_titles[FACT_COUNT] = {
    [FACT_HOST] = N_("Site aimed at"),
    [FACT_TARGET] = N_("Whole address"),
    [FACT_ISSUER] = N_("Certificate issued by"),
    [FACT_CLOCK] = N_("Date on this computer"),
    [FACT_SUPPORT] = N_("Support"),
    [FACT_CODE] = N_("Code to tell them"),
};

struct browser_notice {
    struct browser_notice_actions actions;
    const struct policy *policy;
    char *issuer;
    GtkWidget *scroller, *page, *icon, *title, *body;
    GtkWidget *facts, *fact_title[FACT_COUNT], *fact[FACT_COUNT];
    GtkWidget *scan, *code;
    GtkWidget *advice_row[NOTICE_ADVICE_MAX], *advice[NOTICE_ADVICE_MAX];
    GtkWidget *wait, *back, *retry;
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

static GtkWidget *facts_new(struct browser_notice *notice)
{
    notice->facts = gtk_grid_new();
    gtk_grid_set_column_spacing(GTK_GRID(notice->facts), 20);
    gtk_grid_set_row_spacing(GTK_GRID(notice->facts), 6);
    browser_style_add(notice->facts, "facts");
    for (int i = 0; i < FACT_COUNT; i++) {
        notice->fact_title[i] = browser_label_new(_(fact_titles[i]), "fact-title", FALSE);
        notice->fact[i] = browser_label_new(NULL, i == FACT_HOST ? "target" : "fact", TRUE);
        gtk_label_set_max_width_chars(GTK_LABEL(notice->fact[i]), FACT_WIDTH);
        gtk_widget_set_valign(notice->fact_title[i], GTK_ALIGN_BASELINE);
        gtk_widget_set_valign(notice->fact[i], GTK_ALIGN_BASELINE);
        gtk_grid_attach(GTK_GRID(notice->facts), notice->fact_title[i], 0, i, 1, 1);
        gtk_grid_attach(GTK_GRID(notice->facts), notice->fact[i], 1, i, 1, 1);
    }
    gtk_label_set_line_wrap_mode(GTK_LABEL(notice->fact[FACT_HOST]), PANGO_WRAP_CHAR);
    gtk_label_set_line_wrap_mode(GTK_LABEL(notice->fact[FACT_TARGET]), PANGO_WRAP_CHAR);
    /* A hyphen at a line's end would be read as one of the address. */
    PangoAttrList *plain = pango_attr_list_new();
    pango_attr_list_insert(plain, pango_attr_insert_hyphens_new(FALSE));
    gtk_label_set_attributes(GTK_LABEL(notice->fact[FACT_HOST]), plain);
    gtk_label_set_attributes(GTK_LABEL(notice->fact[FACT_TARGET]), plain);
    pango_attr_list_unref(plain);
    gtk_widget_set_valign(notice->facts, GTK_ALIGN_START);
    gtk_label_set_ellipsize(GTK_LABEL(notice->fact[FACT_TARGET]), PANGO_ELLIPSIZE_END);
    gtk_label_set_lines(GTK_LABEL(notice->fact[FACT_TARGET]), TARGET_LINES);
    gtk_widget_set_hexpand(notice->fact[FACT_TARGET], TRUE);
    return notice->facts;
}

/* The address for one's own telephone. */
static GtkWidget *scan_new(struct browser_notice *notice)
{
    GtkWidget *title = browser_label_new(_("For your own telephone"), "fact-title", FALSE);
    gtk_label_set_xalign(GTK_LABEL(title), 0.5F);
    notice->scan = browser_box_new(GTK_ORIENTATION_VERTICAL, 4, "scan");
    gtk_widget_set_valign(notice->scan, GTK_ALIGN_START);
    notice->code = browser_qr_code_new();
    pack(notice->scan, notice->code);
    pack(notice->scan, title);
    return notice->scan;
}

static GtkWidget *advice_new(struct browser_notice *notice)
{
    GtkWidget *box = browser_box_new(GTK_ORIENTATION_VERTICAL, 8, "advice");
    for (int i = 0; i < NOTICE_ADVICE_MAX; i++) {
        GtkWidget *bullet = browser_label_new("•", "bullet", FALSE);
        gtk_widget_set_valign(bullet, GTK_ALIGN_START);
        notice->advice_row[i] = browser_box_new(GTK_ORIENTATION_HORIZONTAL, 10, NULL);
        notice->advice[i] = browser_label_new(NULL, NULL, TRUE);
        gtk_label_set_max_width_chars(GTK_LABEL(notice->advice[i]), TEXT_WIDTH);
        pack(notice->advice_row[i], bullet);
        gtk_box_pack_start(GTK_BOX(notice->advice_row[i]), notice->advice[i], TRUE, TRUE, 0);
        pack(box, notice->advice_row[i]);
    }
    return box;
}

static GtkWidget *buttons_new(struct browser_notice *notice)
{
    GtkWidget *row = browser_box_new(GTK_ORIENTATION_HORIZONTAL, 16, "buttons");
    notice->wait = browser_label_new(NULL, "wait", FALSE);
    notice->back = browser_button_new(_("Back to the mail"), NULL, "primary");
    notice->retry = browser_button_new(_("Try again now"), NULL, "secondary");
    g_signal_connect(notice->back, "clicked", G_CALLBACK(on_back), notice);
    g_signal_connect(notice->retry, "clicked", G_CALLBACK(on_retry), notice);
    pack(row, notice->back);
    pack(row, notice->retry);
    pack(row, notice->wait);
    return row;
}

static GtkWidget *column_new(struct browser_notice *notice)
{
    GtkWidget *column = browser_box_new(GTK_ORIENTATION_VERTICAL, 16, NULL);
    notice->title = browser_label_new(NULL, "title", TRUE);
    notice->body = browser_label_new(NULL, "body", TRUE);
    gtk_label_set_max_width_chars(GTK_LABEL(notice->body), TEXT_WIDTH);
    pack(column, notice->title);
    pack(column, notice->body);
    GtkWidget *row = browser_box_new(GTK_ORIENTATION_HORIZONTAL, 20, NULL);
    GtkWidget *left = browser_box_new(GTK_ORIENTATION_VERTICAL, 16, NULL);
    pack(left, facts_new(notice));
    pack(left, advice_new(notice));
    gtk_box_pack_start(GTK_BOX(row), left, TRUE, TRUE, 0);
    pack(row, scan_new(notice));
    pack(column, row);
    pack(column, buttons_new(notice));
    return column;
}

/* The icon on a round ground of its own. */
static GtkWidget *badge_new(struct browser_notice *notice)
{
    GtkWidget *badge = browser_box_new(GTK_ORIENTATION_HORIZONTAL, 0, "badge");
    notice->icon = browser_icon_new("hourglass", 36);
    gtk_box_set_center_widget(GTK_BOX(badge), notice->icon);
    gtk_widget_set_size_request(badge, 76, 76);
    gtk_widget_set_valign(badge, GTK_ALIGN_START);
    return badge;
}

struct browser_notice *browser_notice_new(const struct policy *policy,
                                          const struct browser_notice_actions *actions)
{
    struct browser_notice *notice = g_new0(struct browser_notice, 1);
    notice->actions = *actions;
    notice->policy = policy;
    notice->page = browser_box_new(GTK_ORIENTATION_HORIZONTAL, 28, "notice");
    pack(notice->page, badge_new(notice));
    gtk_box_pack_start(GTK_BOX(notice->page), column_new(notice), TRUE, TRUE, 0);
    gtk_widget_set_size_request(notice->page, PAGE_WIDTH, -1);
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
    if (notice)
        g_free(notice->issuer);
    g_free(notice);
}

GtkWidget *browser_notice_widget(struct browser_notice *notice)
{
    return notice->scroller;
}

/* Puts the parts that are not empty together. */
static char *join(const char *first, const char *separator, const char *second)
{
    return g_strconcat(first, *first && *second ? separator : "", second, NULL);
}

/* An empty value hides its line. */
static void show_fact(struct browser_notice *notice, enum fact fact, const char *value)
{
    browser_label_set(notice->fact[fact], value);
    gtk_widget_set_visible(notice->fact_title[fact], value && *value);
}

static void show_facts(struct browser_notice *notice, const struct browser_notice_text *text,
                       const char *target)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_local();
    g_autofree char *date = g_date_time_format(now, "%d/%m/%Y, %H:%M");
    const struct policy *policy = notice->policy;
    g_autofree char *reached = join(policy->support_phone, " · ", policy->support_hours);
    g_autofree char *support = join(policy->support_name, "\n", reached);

    g_autofree char *host = browser_host_of_url(target);
    show_fact(notice, FACT_HOST, text->shows_host ? host : NULL);
    show_fact(notice, FACT_TARGET, text->shows_target ? target : NULL);
    gtk_widget_set_visible(notice->scan,
                           browser_qr_code_set(notice->code, text->shows_target ? target : NULL));
    g_autofree char *markup = host ? browser_host_markup(host) : NULL;
    if (markup)
        gtk_label_set_markup(GTK_LABEL(notice->fact[FACT_HOST]), markup);
    show_fact(notice, FACT_ISSUER, text->shows_issuer ? notice->issuer : NULL);
    show_fact(notice, FACT_CLOCK, text->shows_clock ? date : NULL);
    show_fact(notice, FACT_SUPPORT, text->shows_support ? support : NULL);
    show_fact(notice, FACT_CODE, text->code);
    gtk_widget_set_visible(notice->facts,
                           (text->shows_host && host) || text->shows_clock || text->code);
}

static void show_advice(struct browser_notice *notice, const struct browser_notice_text *text,
                        bool has_page)
{
    const char *first = text->patience;
    if (first && has_page)
        first = N_("Your page is still there. Go back to it, and try again a little later.");
    for (int i = 0; i < NOTICE_ADVICE_MAX; i++) {
        const char *advice = !first ? text->advice[i] : i == 0 ? first : text->advice[i - 1];
        browser_label_set(notice->advice[i], advice ? _(advice) : NULL);
        gtk_widget_set_visible(notice->advice_row[i], advice != NULL);
    }
    gtk_widget_set_visible(gtk_widget_get_parent(notice->advice_row[0]), first || text->advice[0]);
}

void browser_notice_issuer(struct browser_notice *notice, const char *issuer)
{
    g_free(notice->issuer);
    notice->issuer =
        issuer ? g_utf8_substring(issuer, 0, MIN(g_utf8_strlen(issuer, -1), ISSUER_MAX)) : NULL;
    if (notice->issuer)
        g_strdelimit(notice->issuer, "\n\r\t", ' ');
}

void browser_notice_show(struct browser_notice *notice, enum browser_notice_kind kind,
                         const char *target, bool has_page)
{
    const struct browser_notice_text *text = browser_notice_text(kind);
    for (gsize i = 0; i < G_N_ELEMENTS(tone_classes); i++)
        browser_style_set(notice->page, tone_classes[i], i == text->tone);
    browser_icon_set(notice->icon, text->icon);
    browser_label_set(notice->title, _(text->title));
    browser_label_set(notice->body, _(text->body));
    show_facts(notice, text, target);
    show_advice(notice, text, has_page);

    browser_notice_wait(notice, 0);
    bool over = kind == NOTICE_STARTING || kind == NOTICE_ENDING || kind == NOTICE_CRASHED ||
                (kind == NOTICE_NET_SLOW && !has_page);
    gtk_widget_set_visible(notice->back, has_page && !over);
    gtk_widget_set_visible(notice->retry, !has_page && !over);
    gtk_widget_set_visible(gtk_widget_get_parent(notice->back), !over);
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
