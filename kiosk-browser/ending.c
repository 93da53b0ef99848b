/* The ways in which the shell's work is over.
 * Runs as: the kiosk user. */
#include "ending.h"

#include <stdlib.h>
#include <unistd.h>

#include "log.h"
#include "screen.h"

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
    g_timeout_add_seconds(ANSWER_DEADLINE, on_no_answer, browser);
}

void browser_ending_obey(struct browser *browser)
{
    browser_screen_end(browser);
    webkit_web_view_stop_loading(browser->view);
    browser->exit_status = EXIT_SUCCESS;
    g_main_loop_quit(browser->loop);
}
