/* Connects to a host, by way of the upstream proxy where there is one.
 * Runs as: an account without rights, outside of the session's network. */
#include "dial.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "connect-request.h"

/* Of one address; a name may have several. The whole is bounded by the caller's alarm. */
enum { ADDRESS_TIMEOUT_MS = 8000 };

static bool is_ready(int fd, short events, int timeout_ms)
{
    struct pollfd ready = {.fd = fd, .events = events};

    return poll(&ready, 1, timeout_ms) == 1;
}

static enum outcome finish_connect(int fd)
{
    int error = 0;
    socklen_t length = sizeof error;

    if (!is_ready(fd, POLLOUT, ADDRESS_TIMEOUT_MS))
        return OUTCOME_TIMEOUT;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0)
        error = errno;
    if (error == ETIMEDOUT)
        return OUTCOME_TIMEOUT;
    return error == 0 ? OUTCOME_OPENED : OUTCOME_NO_ROUTE;
}

static enum outcome dial_address(const struct addrinfo *address, int *ret_fd)
{
    enum outcome outcome = OUTCOME_OPENED;
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return OUTCOME_NO_ROUTE;
    if (connect(fd, address->ai_addr, address->ai_addrlen) < 0)
        outcome = errno == EINPROGRESS ? finish_connect(fd) : OUTCOME_NO_ROUTE;
    if (outcome != OUTCOME_OPENED) {
        close(fd);
        return outcome;
    }
    *ret_fd = fd;
    return OUTCOME_OPENED;
}

enum outcome dial_host(const char *authority, int *ret_fd)
{
    /* Not AI_ADDRCONFIG: a machine whose only network is a tunnel has names all the same. */
    const struct addrinfo wanted = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *addresses;
    enum outcome outcome = OUTCOME_NO_ROUTE;
    char host[URL_HOST_MAX + 1];
    const char *colon = strrchr(authority, ':');

    if (colon == NULL || (size_t)(colon - authority) >= sizeof host)
        return OUTCOME_NO_NAME;
    memcpy(host, authority, (size_t)(colon - authority));
    host[colon - authority] = '\0';
    if (getaddrinfo(host, colon + 1, &wanted, &addresses) != 0)
        return OUTCOME_NO_NAME;
    for (const struct addrinfo *address = addresses; address; address = address->ai_next) {
        outcome = dial_address(address, ret_fd);
        if (outcome == OUTCOME_OPENED)
            break;
    }
    freeaddrinfo(addresses);
    return outcome;
}

/* Byte by byte, so that nothing behind the answer's head is taken: that belongs to the tunnel. */
static bool read_head(int fd, char head[CONNECT_REQUEST_MAX])
{
    size_t length = 0;

    while (length < CONNECT_REQUEST_MAX - 1) {
        if (!is_ready(fd, POLLIN, ADDRESS_TIMEOUT_MS) || recv(fd, head + length, 1, 0) != 1)
            return false;
        head[++length] = '\0';
        if (length >= 4 && connect_request_is_whole(head + length - 4, 4))
            return true;
    }
    return false;
}

static enum outcome ask_upstream(int fd, const char *authority)
{
    char head[CONNECT_REQUEST_MAX];
    int length = snprintf(head, sizeof head, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n", authority,
                          authority);

    if (length < 0 || (size_t)length >= sizeof head ||
        send(fd, head, (size_t)length, MSG_NOSIGNAL) != length)
        return OUTCOME_NO_ROUTE;
    if (!read_head(fd, head))
        return OUTCOME_TIMEOUT;
    if (strncmp(head, "HTTP/1.", 7) == 0 && strncmp(head + 8, " 2", 2) == 0)
        return OUTCOME_OPENED;
    return OUTCOME_UPSTREAM;
}

enum outcome dial_upstream(const char *upstream, const char *authority, int *ret_fd)
{
    int fd;
    enum outcome outcome = dial_host(upstream, &fd);

    if (outcome != OUTCOME_OPENED)
        return outcome;
    outcome = ask_upstream(fd, authority);
    if (outcome == OUTCOME_OPENED)
        *ret_fd = fd;
    else
        close(fd);
    return outcome;
}
