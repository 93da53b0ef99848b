/* The ways in which the shell's work is over.
 * Runs as: the kiosk user. */
#include "ending.h"

#include <stdlib.h>
#include <unistd.h>

#include "log.h"
#include "screen.h"
#include "server-logout.h"

enum { ANSWER_DEADLINE = 10 }; /* seconds the session may take to say CHANNEL_END */

static gboolean on_no_answer(gpointer data)
{
    browser_log("the session does not answer a request to end");
    _exit(EXIT_FAILURE);
}

void browser_ending_request(struct browser *browser, enum end_reason reason)
{
    if (browser->ending)
        return;
    browser_screen_end(browser);
    browser_log("asks for the end: %s", end_reason_name(reason));
    browser_channel_send(browser->channel,
                         &(struct channel_message){.word = CHANNEL_REQUEST_END, .reason = reason});
    browser->answer_deadline = g_timeout_add_seconds(ANSWER_DEADLINE, on_no_answer, browser);
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

void browser_ending_obey(struct browser *browser)
{
    if (browser->obeys)
        return;
    browser->obeys = true;
    if (browser->answer_deadline > 0)
        g_source_remove(browser->answer_deadline);
    browser_screen_end(browser);
    webkit_web_view_stop_loading(browser->view);
    browser_server_logout_start(browser, on_logout_over, browser);
}
