/* Notices the end of WebKit's network process, which WebKit itself tells nobody.
 * Runs as: the kiosk user, in the main thread.
 *
 * WebKit starts another one, without the cookies: whoever was logged in is so no more, and the page
 * does not know. The session ends instead. */
#pragma once

#include <glib.h>

#include "listener.h"

struct network_process {
    int fd; /* its pidfd; -1: not found yet */
    guint source;
    struct session_listener listener;
};

void network_process_init(struct network_process *process, const struct session_listener *listener);
void network_process_done(struct network_process *process);

/* Looks for it among the children of BROWSER, unless it is known; its end is told as
 * SESSION_EVENT_BROWSER_FAULT. */
void network_process_look(struct network_process *process, GPid browser);
