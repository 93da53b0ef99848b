/* The browser's end of the channel to kiosk-session.
 * Runs as: the kiosk user. */
#pragma once

#include "channel.h"

struct browser_channel;

/* Called on the main loop for each message of the session that the browser may receive. */
typedef void (*browser_channel_handler)(const struct channel_message *message, void *data);

/* Takes the descriptor FD, a SOCK_SEQPACKET socket. NULL when it is none. When the session closes
 * the channel, or sends what is no message for a browser, the process exits at once with status 1:
 * a shell that nobody watches must not go on. CHANNEL_PING is answered here. */
struct browser_channel *browser_channel_new(int fd, browser_channel_handler handler, void *data);
void browser_channel_free(struct browser_channel *channel);

/* Exits the process with status 1 when the message cannot be sent. */
void browser_channel_send(struct browser_channel *channel, const struct channel_message *message);
