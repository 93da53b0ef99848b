/* The socket by which root asks a running kiosk-launch and tells it what to do.
 * Runs as: root, in kiosk-launch. */
#include "control-socket.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "config.h"

enum { REQUEST_MAX = 64, BACKLOG = 4, PATIENCE_MS = 1000 };

static const char name[] = "control";
static const struct sockaddr_un address = {AF_UNIX, KIOSK_STATE_DIR "/control"};

static bool is_listened_to(void)
{
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    bool is_taken;

    if (fd < 0)
        return false;
    is_taken = connect(fd, (const struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return is_taken;
}

int control_socket_open(int state_dir)
{
    int fd;
    int result = 0;
    mode_t mask;

    if (is_listened_to())
        return -EADDRINUSE;
    (void)unlinkat(state_dir, name, 0); /* of a kiosk-launch that was killed */
    fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -errno;
    mask = umask(0177);
    if (bind(fd, (const struct sockaddr *)&address, sizeof address) < 0 || listen(fd, BACKLOG) < 0)
        result = -errno;
    (void)umask(mask);
    if (result < 0) {
        close(fd);
        return result;
    }
    return fd;
}

void control_socket_close(int fd, int state_dir)
{
    if (fd < 0)
        return;
    (void)unlinkat(state_dir, name, 0);
    close(fd);
}

/* The folder is root's alone; whoever got at the socket in spite of that is turned away. */
static bool is_root(int client)
{
    struct ucred peer;
    socklen_t size = sizeof peer;

    return getsockopt(client, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == 0;
}

/* One packet, with its NUL. A client that connects and says nothing is not waited for. */
static bool receive(int client, char request[REQUEST_MAX])
{
    struct pollfd said = {.fd = client, .events = POLLIN};
    ssize_t length;

    if (poll(&said, 1, PATIENCE_MS) <= 0)
        return false;
    length = recv(client, request, REQUEST_MAX, MSG_DONTWAIT | MSG_TRUNC);
    if (length <= 0 || length >= REQUEST_MAX || memchr(request, '\0', (size_t)length) != NULL)
        return false;
    request[length] = '\0';
    return true;
}

static bool read_end(const char *request, enum end_reason *ret_reason)
{
    static const char word[] = "end ";

    return strncmp(request, word, sizeof word - 1) == 0 &&
           end_reason_from_name(request + sizeof word - 1, ret_reason) &&
           end_reason_is_roots(*ret_reason);
}

bool control_socket_serve(int fd, const char *status, bool has_session, enum end_reason *ret_reason)
{
    int client = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
    char request[REQUEST_MAX];
    const char *answer = "not understood";
    bool ends = false;

    if (client < 0)
        return false;
    if (!is_root(client) || !receive(client, request)) {
        close(client);
        return false;
    }
    if (strcmp(request, "status") == 0) {
        answer = status;
    } else if (read_end(request, ret_reason)) {
        ends = has_session;
        answer = has_session ? "ok" : "no session is open";
    }
    (void)send(client, answer, strlen(answer), MSG_DONTWAIT | MSG_NOSIGNAL); /* or it has gone */
    close(client);
    return ends;
}
