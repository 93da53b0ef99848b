/* The session's end of the channel to the browser, with the watchdog on it.
 * Runs as: the kiosk user, in the main thread. */
#include "browser-channel.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/socket.h>
#include <unistd.h>

#include "log.h"

/* A browser that does not answer for 15 s hangs; while it starts from a slow disk, 30 s. */
enum { PING_SECONDS = 5, SILENT_PINGS = 3, SILENT_PINGS_AT_START = 6 };

static void clear_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void fault(struct browser_channel *channel, const char *what)
{
    session_log("browser fault: %s", what);
    session_tell(&channel->listener, SESSION_EVENT_BROWSER_FAULT);
}

static gboolean may_be_requested(enum end_reason reason)
{
    return reason == END_REASON_LOGOUT_BUTTON || reason == END_REASON_WEBMAIL_LOGOUT ||
           reason == END_REASON_CRASH_BROWSER;
}

static gboolean handle(struct browser_channel *channel, const struct channel_message *message)
{
    switch (message->word) {
    case CHANNEL_READY:
        session_log("browser ready");
        channel->patience = SILENT_PINGS;
        session_tell(&channel->listener, SESSION_EVENT_BROWSER_READY);
        return TRUE;
    case CHANNEL_REQUEST_END:
        if (!may_be_requested(message->reason))
            return FALSE;
        session_request_end(&channel->listener, message->reason);
        return TRUE;
    case CHANNEL_STAY:
        session_tell(&channel->listener, SESSION_EVENT_STAY);
        return TRUE;
    case CHANNEL_ALIVE:
        channel->silent = 0;
        return TRUE;
    case CHANNEL_USED:
        session_tell(&channel->listener, SESSION_EVENT_USED);
        return TRUE;
    case CHANNEL_LOGOUT:
        channel->logout = message->logout;
        channel->proof = message->proof;
        session_log("server logout %s, replay %s", logout_result_name(message->logout),
                    logout_proof_name(message->proof));
        return TRUE;
    case CHANNEL_WARN:
    case CHANNEL_RESUME:
    case CHANNEL_END:
    case CHANNEL_PING:
    case CHANNEL_REFRESH:
    case CHANNEL_WORD_COUNT:
        break;
    }
    return FALSE;
}

static gboolean on_packet(gint fd, GIOCondition condition, gpointer data)
{
    struct browser_channel *channel = data;
    struct channel_message message;
    char packet[CHANNEL_PACKET_MAX];
    /* MSG_TRUNC: the real length, so that a packet that is too long does not decode. */
    ssize_t length = recv(fd, packet, sizeof packet, MSG_DONTWAIT | MSG_TRUNC);

    if (length < 0 && (errno == EAGAIN || errno == EINTR))
        return G_SOURCE_CONTINUE;
    if (length <= 0) { /* closed: the end of the process says how */
        channel->source = 0;
        return G_SOURCE_REMOVE;
    }
    if (length <= (ssize_t)sizeof packet && channel_decode(packet, (size_t)length, &message) &&
        handle(channel, &message))
        return G_SOURCE_CONTINUE;
    channel->source = 0;
    fault(channel, "a message that the channel does not allow");
    return G_SOURCE_REMOVE;
}

static void on_ping_due(void *data)
{
    struct browser_channel *channel = data;

    if (channel->silent >= channel->patience) {
        fault(channel, "no answer");
        return;
    }
    channel->silent++;
    browser_channel_send(channel, &(struct channel_message){.word = CHANNEL_PING});
    boot_timer_start(&channel->ping, PING_SECONDS);
}

gboolean browser_channel_init(struct browser_channel *channel,
                              const struct session_listener *listener)
{
    int pair[2];

    *channel = (struct browser_channel){.fd = -1, .peer_fd = -1, .listener = *listener};
    channel->logout = LOGOUT_NOT_TRIED;
    channel->proof = LOGOUT_PROOF_UNKNOWN;
    channel->patience = SILENT_PINGS_AT_START;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        return FALSE;
    channel->fd = pair[0];
    channel->peer_fd = pair[1];
    return boot_timer_init(&channel->ping, on_ping_due, channel);
}

void browser_channel_done(struct browser_channel *channel)
{
    boot_timer_done(&channel->ping);
    if (channel->source)
        g_source_remove(channel->source);
    clear_fd(&channel->fd);
    clear_fd(&channel->peer_fd);
}

void browser_channel_connect(struct browser_channel *channel)
{
    clear_fd(&channel->peer_fd);
    channel->source = g_unix_fd_add(channel->fd, G_IO_IN | G_IO_HUP, on_packet, channel);
    boot_timer_start(&channel->ping, PING_SECONDS);
}

void browser_channel_send(struct browser_channel *channel, const struct channel_message *message)
{
    char packet[CHANNEL_PACKET_MAX];
    size_t length = channel_encode(message, packet);

    if (send(channel->fd, packet, length, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 && errno != EPIPE)
        session_log("cannot send to the browser: %m");
}
