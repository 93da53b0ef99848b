/* Puts the shell together, in the order that has the page on the screen soonest, and runs it.
 * Runs as: the kiosk user, exposed to the network. */
#include "browser.h"

#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "bar.h"
#include "clipboard.h"
#include "content-filter.h"
#include "dialogs.h"
#include "display.h"
#include "downloads.h"
#include "draft.h"
#include "ending.h"
#include "first-use.h"
#include "keys.h"
#include "log.h"
#include "login-fields.h"
#include "login-forms.h"
#include "navigation.h"
#include "notice.h"
#include "page-load.h"
#include "painted.h"
#include "permissions.h"
#include "retry.h"
#include "screen.h"
#include "web-context.h"
#include "web-crash.h"
#include "web-settings.h"
#include "webmail-logout.h"
#include "window.h"

enum { DRAFT_WAIT = 5000 }; /* milliseconds */

/* The message that is being written is saved now, while the page can still be seen: whoever answers
 * the warning may be somebody else.
 * An end that was asked for by the button goes on: it is nearer. */
static void warn(struct browser *browser, unsigned seconds)
{
    if (browser->undo_deadline > 0)
        return;
    browser_draft_save(browser, DRAFT_WAIT, NULL, NULL);
    browser_screen_count_down(
        browser, browser->policy->site_save_draft[0] ? COUNTDOWN_IDLE_WITH_DRAFT : COUNTDOWN_IDLE,
        seconds);
}

static void on_channel_message(const struct channel_message *message, void *data)
{
    struct browser *browser = data;
    if (message->word == CHANNEL_WARN)
        warn(browser, message->seconds);
    else if (message->word == CHANNEL_RESUME)
        browser_screen_resume(browser);
    else if (message->word == CHANNEL_REFRESH)
        browser_first_use_refresh(browser);
    else if (message->word == CHANNEL_END)
        browser_ending_obey(browser, message->reason);
}

static void on_end_button(void *data)
{
    browser_ending_press(data);
}

static void on_erase_now(void *data)
{
    browser_ending_request(data, END_REASON_LOGOUT_BUTTON);
}

static void on_stay(void *data)
{
    struct browser *browser = data;
    if (!browser_ending_undo(browser))
        browser_screen_resume(browser);
    browser_channel_send(browser->channel, &(struct channel_message){.word = CHANNEL_STAY});
}

static void on_back(void *data)
{
    browser_page_load_return(data);
}

static void on_retry(void *data)
{
    browser_page_load_start(data);
}

static void on_retry_tick(unsigned left, void *data)
{
    struct browser *browser = data;
    browser_notice_wait(browser->notice, left);
    if (left == 0)
        browser_page_load_start(browser);
}

static void on_filter_ready(bool ready, void *data)
{
    if (!ready) {
        browser_log("refuses to run: no content filter");
        _exit(EXIT_FAILURE);
    }
    browser_page_load_filter_ready(data);
}

static void make_view(struct browser *browser)
{
    g_autoptr(WebKitSettings) settings = browser_web_settings_new();
    browser->content = webkit_user_content_manager_new();
    browser_painted_connect(browser);
    browser_login_forms_add(browser->content);
    browser_login_fields_connect(browser);
    browser->view = WEBKIT_WEB_VIEW(g_object_new(WEBKIT_TYPE_WEB_VIEW, "web-context",
                                                 browser->context, "user-content-manager",
                                                 browser->content, "settings", settings, NULL));
    g_object_ref_sink(browser->view);
    browser_navigation_connect(browser);
    browser_permissions_connect(browser->view);
    browser_dialogs_connect(browser);
    browser_downloads_connect(browser);
    browser_web_crash_connect(browser);
    browser_webmail_logout_connect(browser);
}

static void make_widgets(struct browser *browser)
{
    struct browser_notice_actions notice = {on_back, on_retry, browser};
    struct browser_countdown_actions countdown = {on_stay, on_erase_now, browser};
    browser->bar = browser_bar_new(browser->policy->site_name, on_end_button, browser);
    browser->notice = browser_notice_new(browser->policy, &notice);
    browser->countdown = browser_countdown_new(&countdown);
    browser->retry = browser_retry_new(on_retry_tick, browser);
    browser->clipboards = browser_clipboards_new(browser->policy->session_clipboard_lifetime);
    browser_window_new(browser);
    browser_keys_connect(browser);
    browser_screen_notice(browser, NOTICE_STARTING, NULL);
    gtk_widget_show(browser->window);
}

/* The web process takes longest to start, so the view goes first: the rest is built while
 * bubblewrap and WebKit work, and nothing is loaded before all of it stands. */
static bool start(struct browser *browser)
{
    browser->context = browser_web_context_new(browser->policy);
    if (!browser->context)
        return false;
    make_view(browser);
    browser_page_load_connect(browser);
    browser_first_use_connect(browser);
    browser_content_filter_add(browser->content, browser->policy, on_filter_ready, browser);
    browser_window_prepare_gtk();
    make_widgets(browser);
    return true;
}

static void release(struct browser *browser)
{
    if (browser->window)
        gtk_widget_destroy(browser->window);
    g_clear_pointer(&browser->veil, webkit_user_style_sheet_unref);
    g_clear_object(&browser->held_decision);
    g_slist_free_full(browser->mailbox_cookies, (GDestroyNotify)soup_cookie_free);
    g_clear_object(&browser->view);
    g_clear_pointer(&browser->painted_script, webkit_user_script_unref);
    g_clear_object(&browser->content);
    g_clear_object(&browser->context);
    browser_retry_free(browser->retry);
    browser_clipboards_free(browser->clipboards);
    browser_countdown_free(browser->countdown);
    browser_notice_free(browser->notice);
    browser_bar_free(browser->bar);
    browser_channel_free(browser->channel);
    g_main_loop_unref(browser->loop);
}

int browser_run(const struct policy *policy, int channel_fd)
{
    struct browser browser = {.policy = policy, .exit_status = EXIT_FAILURE};
    /* Nobody but root reads this process's memory or attaches to it. */
    (void)prctl(PR_SET_DUMPABLE, 0);
    if (!gtk_init_check(NULL, NULL)) {
        browser_log("no display");
        return EXIT_FAILURE;
    }
    (void)browser_display_hide();
    browser.loop = g_main_loop_new(NULL, FALSE);
    browser.channel = browser_channel_new(channel_fd, on_channel_message, &browser);
    if (browser.channel && start(&browser))
        g_main_loop_run(browser.loop);
    release(&browser);
    return browser.exit_status;
}
