/* What kiosk-launch and a session leader say to each other.
 * Runs as: root, on both ends of a SOCK_SEQPACKET socket pair. */
#include "leader-channel.h"

#include <errno.h>
#include <sys/socket.h>

int leader_channel_send(int fd, const struct leader_message *message)
{
    ssize_t sent;

    do
        sent = send(fd, message, sizeof *message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == (ssize_t)sizeof *message ? 0 : -errno;
}

int leader_channel_receive(int fd, struct leader_message *ret_message)
{
    struct leader_message message;
    ssize_t length;

    do
        length = recv(fd, &message, sizeof message, MSG_TRUNC);
    while (length < 0 && errno == EINTR);
    if (length < 0)
        return errno == ECONNRESET ? 0 : -errno;
    if (length == 0)
        return 0;
    if (length != (ssize_t)sizeof message || (unsigned)message.word >= LEADER_WORD_COUNT)
        return -EBADMSG;
    *ret_message = message;
    return 1;
}
