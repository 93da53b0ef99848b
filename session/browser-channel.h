/* The session's end of the channel to the browser, with the watchdog on it.
 * Runs as: the kiosk user, in the main thread. */
#pragma once

#include <glib.h>

#include "boot-timer.h"
#include "channel.h"
#include "listener.h"

struct browser_channel {
    int fd;      /* ours */
    int peer_fd; /* the browser's, until it runs */
    guint source;
    struct boot_timer ping;
    unsigned silent;           /* pings in a row without an answer */
    unsigned patience;         /* how many may stay so */
    enum logout_result logout; /* what the browser said of it, else LOGOUT_NOT_TRIED */
    enum logout_proof proof;
    struct session_listener listener;
};

/* Makes the socket pair. FALSE with errno. Undo with browser_channel_done. */
gboolean browser_channel_init(struct browser_channel *channel,
                              const struct session_listener *listener);
void browser_channel_done(struct browser_channel *channel);

/* Call when the browser runs: closes its end here and starts the watchdog. */
void browser_channel_connect(struct browser_channel *channel);

/* Sends WORD; SECONDS counts for CHANNEL_WARN, REASON for CHANNEL_END. Never blocks. */
void browser_channel_send(struct browser_channel *channel, const struct channel_message *message);
