/* Receives and sends the messages of policies/channel.h on GLib's main loop.
 * Runs as: the kiosk user. */
#include "channel-client.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <glib-unix.h>

#include "log.h"

struct browser_channel {
    int fd;
    guint source;
    browser_channel_handler handler;
    void *data;
};

G_NORETURN static void give_up(const char *why)
{
    browser_log("channel: %s", why);
    _exit(EXIT_FAILURE);
}

static void receive(struct browser_channel *channel, const char *packet, size_t length)
{
    struct channel_message message;
    if (!channel_decode(packet, length, &message))
        give_up("packet does not decode");
    switch (message.word) {
    case CHANNEL_PING:
        browser_channel_send(channel, &(struct channel_message){.word = CHANNEL_ALIVE});
        return;
    case CHANNEL_WARN:
    case CHANNEL_RESUME:
    case CHANNEL_END:
    case CHANNEL_REFRESH:
        channel->handler(&message, channel->data);
        return;
    case CHANNEL_READY:
    case CHANNEL_REQUEST_END:
    case CHANNEL_STAY:
    case CHANNEL_ALIVE:
    case CHANNEL_USED:
    case CHANNEL_LOGOUT:
    case CHANNEL_WORD_COUNT:
        break;
    }
    give_up("message is not for a browser");
}

static gboolean on_readable(gint fd, GIOCondition condition, gpointer data)
{
    struct browser_channel *channel = data;
    char packet[CHANNEL_PACKET_MAX + 1];
    ssize_t length = recv(fd, packet, sizeof(packet), MSG_DONTWAIT);
    if (length < 0 && (errno == EAGAIN || errno == EINTR))
        return G_SOURCE_CONTINUE;
    if (length <= 0)
        give_up("closed by the session");
    receive(channel, packet, (size_t)length);
    return G_SOURCE_CONTINUE;
}

struct browser_channel *browser_channel_new(int fd, browser_channel_handler handler, void *data)
{
    int type = 0;
    socklen_t size = sizeof(type);
    if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) < 0 || type != SOCK_SEQPACKET ||
        fcntl(fd, F_SETFD, FD_CLOEXEC) < 0) {
        browser_log("channel: descriptor %d is no packet socket", fd);
        return NULL;
    }
    struct browser_channel *channel = g_new0(struct browser_channel, 1);
    channel->fd = fd;
    channel->handler = handler;
    channel->data = data;
    channel->source = g_unix_fd_add_full(G_PRIORITY_HIGH, fd, G_IO_IN | G_IO_HUP | G_IO_ERR,
                                         on_readable, channel, NULL);
    return channel;
}

void browser_channel_free(struct browser_channel *channel)
{
    if (!channel)
        return;
    g_source_remove(channel->source);
    close(channel->fd);
    g_free(channel);
}

void browser_channel_send(struct browser_channel *channel, const struct channel_message *message)
{
    char packet[CHANNEL_PACKET_MAX];
    size_t length = channel_encode(message, packet);
    if (send(channel->fd, packet, length, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)length)
        give_up("cannot be written to");
}
