/* The ways in which the shell's work is over.
 * Runs as: the kiosk user. */
#include "ending.h"

#include <stdlib.h>
#include <unistd.h>

#include "draft.h"
#include "log.h"
#include "screen.h"
#include "server-logout.h"

enum {
    ANSWER_DEADLINE = 10, /* seconds the session may take to say CHANNEL_END */
    EXIT_TIME = 400,      /* milliseconds of session.logout-wait that are left for the exit */
};

static gboolean on_no_answer(gpointer data)
{
    browser_log("the session does not answer a request to end");
    _exit(EXIT_FAILURE);
}

static void stop_undo(struct browser *browser)
{
    if (browser->undo_deadline > 0)
        g_source_remove(browser->undo_deadline);
    browser->undo_deadline = 0;
}

void browser_ending_request(struct browser *browser, enum end_reason reason)
{
    if (browser->ending)
        return;
    stop_undo(browser);
    browser_screen_end(browser);
    browser_log("asks for the end: %s", end_reason_name(reason));
    browser_channel_send(browser->channel,
                         &(struct channel_message){.word = CHANNEL_REQUEST_END, .reason = reason});
    browser->answer_deadline = g_timeout_add_seconds(ANSWER_DEADLINE, on_no_answer, browser);
}

static gboolean on_undo_over(gpointer data)
{
    struct browser *browser = data;
    browser->undo_deadline = 0;
    browser_ending_request(browser, END_REASON_LOGOUT_BUTTON);
    return G_SOURCE_REMOVE;
}

void browser_ending_press(struct browser *browser)
{
    unsigned seconds = browser->policy->session_end_undo;
    if (seconds == 0 || browser->counting_down) {
        browser_ending_request(browser, END_REASON_LOGOUT_BUTTON);
    } else if (!browser->ending) {
        browser_screen_count_down(browser, COUNTDOWN_UNDO, seconds);
        browser->undo_deadline = g_timeout_add_seconds(seconds, on_undo_over, browser);
    }
}

bool browser_ending_undo(struct browser *browser)
{
    bool undone = browser->undo_deadline > 0 && !browser->ending;
    stop_undo(browser);
    if (undone)
        browser_screen_resume(browser);
    return undone;
}

static void on_logout_over(enum logout_result result, enum logout_proof proof, void *data)
{
    struct browser *browser = data;
    browser_channel_send(
        browser->channel,
        &(struct channel_message){.word = CHANNEL_LOGOUT, .logout = result, .proof = proof});
    browser->exit_status = EXIT_SUCCESS;
    g_main_loop_quit(browser->loop);
}

static void log_out(void *data)
{
    struct browser *browser = data;
    gint64 used = (g_get_monotonic_time() - browser->obeys) / 1000;
    gint64 left = (gint64)browser->policy->session_logout_wait * 1000 - EXIT_TIME - used;
    webkit_web_view_stop_loading(browser->view);
    browser_server_logout_start(browser, (unsigned)MAX(left, 1), on_logout_over, browser);
}

/* Idleness had its warning, at which the draft was saved; who presses a button is asked by nobody
 * what to do with it; a page that is lost has none. */
static bool saves_draft(enum end_reason reason)
{
    return reason == END_REASON_MAX_DURATION || reason == END_REASON_CLOSING_TIME ||
           reason == END_REASON_SUSPEND || reason == END_REASON_SHUTDOWN ||
           reason == END_REASON_ADMIN;
}

void browser_ending_obey(struct browser *browser, enum end_reason reason)
{
    if (browser->obeys)
        return;
    browser->obeys = g_get_monotonic_time();
    stop_undo(browser);
    if (browser->answer_deadline > 0)
        g_source_remove(browser->answer_deadline);
    if (saves_draft(reason) && !browser->counting_down)
        browser_draft_save(browser, browser->policy->session_logout_wait * 1000 / 2, log_out,
                           browser);
    else
        log_out(browser);
    browser_screen_end(browser);
}
