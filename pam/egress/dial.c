/* Connects to a host, by way of an upstream proxy where there is one.
 * Runs as: an account without rights, outside of the session's network. */
#include "dial.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "connect-request.h"
#include "machine-link.h"
#include "upstream-answer.h"

/* Of one address, of which a name may have several, and of an upstream proxy, which looks up a name
 * and connects before it answers. The whole is bounded by the caller's alarm. */
enum { ADDRESS_TIMEOUT_MS = 6000, ADDRESSES_MAX = 4, UPSTREAM_TIMEOUT_MS = 20000 };

static bool is_ready(int fd, short events, int timeout_ms)
{
    struct pollfd ready = {.fd = fd, .events = events};

    return poll(&ready, 1, timeout_ms) == 1;
}

static enum outcome outcome_of_error(int error)
{
    switch (error) {
    case 0:
        return OUTCOME_OPENED;
    case ETIMEDOUT:
        return OUTCOME_TIMEOUT;
    case ENETDOWN:
    case ENETUNREACH:
    case EHOSTUNREACH:
        return machine_link_is_up() ? OUTCOME_NO_CONNECTION : OUTCOME_OFFLINE;
    default:
        return OUTCOME_NO_CONNECTION;
    }
}

static int finish_connect(int fd)
{
    int error = 0;
    socklen_t length = sizeof error;

    if (!is_ready(fd, POLLOUT, ADDRESS_TIMEOUT_MS))
        return ETIMEDOUT;
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0 ? errno : error;
}

static enum outcome dial_address(const struct addrinfo *address, int *ret_fd)
{
    int error = 0;
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return OUTCOME_NO_CONNECTION;
    if (connect(fd, address->ai_addr, address->ai_addrlen) < 0)
        error = errno == EINPROGRESS ? finish_connect(fd) : errno;
    if (error != 0) {
        close(fd);
        return outcome_of_error(error);
    }
    *ret_fd = fd;
    return OUTCOME_OPENED;
}

/* Filters that lie about names give 0.0.0.0 or ::, and the kernel would take that for this machine.
 */
static bool is_nowhere(const struct addrinfo *address)
{
    const struct sockaddr_in *ipv4 = (const void *)address->ai_addr;
    const struct sockaddr_in6 *ipv6 = (const void *)address->ai_addr;

    if (address->ai_family == AF_INET)
        return ipv4->sin_addr.s_addr == htonl(INADDR_ANY);
    return address->ai_family == AF_INET6 && IN6_IS_ADDR_UNSPECIFIED(&ipv6->sin6_addr);
}

static enum outcome dial_addresses(const struct addrinfo *addresses, int *ret_fd)
{
    enum outcome outcome = OUTCOME_FALSE_ADDRESS;
    int tried = 0;

    for (const struct addrinfo *address = addresses; address && tried < ADDRESSES_MAX;
         address = address->ai_next) {
        if (is_nowhere(address))
            continue;
        tried++;
        outcome = dial_address(address, ret_fd);
        if (outcome == OUTCOME_OPENED)
            break;
    }
    return outcome;
}

enum outcome dial_lookup(const char *host, const char *port, struct addrinfo **ret_addresses)
{
    /* Not AI_ADDRCONFIG: a machine whose only network is a tunnel has names all the same. */
    const struct addrinfo wanted = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};

    switch (getaddrinfo(host, port, &wanted, ret_addresses)) {
    case 0:
        return OUTCOME_OPENED;
    case EAI_NONAME:
    case EAI_NODATA:
    case EAI_ADDRFAMILY:
        return OUTCOME_NO_NAME;
    default:
        return machine_link_is_up() ? OUTCOME_NO_NAME_SERVER : OUTCOME_OFFLINE;
    }
}

enum outcome dial_host(const char *authority, int *ret_fd)
{
    struct addrinfo *addresses;
    enum outcome outcome;
    char host[URL_HOST_MAX + 1];
    const char *colon = strrchr(authority, ':');

    if (colon == NULL || (size_t)(colon - authority) >= sizeof host)
        return OUTCOME_NO_NAME;
    memcpy(host, authority, (size_t)(colon - authority));
    host[colon - authority] = '\0';
    outcome = dial_lookup(host, colon + 1, &addresses);
    if (outcome != OUTCOME_OPENED)
        return outcome;
    outcome = dial_addresses(addresses, ret_fd);
    freeaddrinfo(addresses);
    return outcome;
}

static int left_ms(const struct timespec *begin)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now); /* cannot fail */
    return UPSTREAM_TIMEOUT_MS -
           (int)((now.tv_sec - begin->tv_sec) * 1000 + (now.tv_nsec - begin->tv_nsec) / 1000000);
}

/* Byte by byte, so that nothing behind the answer's head is taken: that belongs to the tunnel. */
static enum outcome read_answer(int fd)
{
    char head[CONNECT_REQUEST_MAX];
    size_t length = 0;
    struct timespec begin;

    (void)clock_gettime(CLOCK_MONOTONIC, &begin);
    while (length < sizeof head) {
        int left = left_ms(&begin);

        if (left <= 0 || !is_ready(fd, POLLIN, left))
            return OUTCOME_TIMEOUT;
        if (recv(fd, head + length, 1, 0) != 1)
            return OUTCOME_UPSTREAM_DOWN;
        length++;
        if (length >= 4 && connect_request_is_whole(head + length - 4, 4))
            return upstream_answer_read(head, length);
    }
    return OUTCOME_UPSTREAM_DOWN;
}

static enum outcome ask_upstream(int fd, const char *authority)
{
    char head[CONNECT_REQUEST_MAX];
    int length = snprintf(head, sizeof head, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n", authority,
                          authority);

    if (length < 0 || (size_t)length >= sizeof head ||
        send(fd, head, (size_t)length, MSG_NOSIGNAL) != length)
        return OUTCOME_UPSTREAM_DOWN;
    return read_answer(fd);
}

enum outcome dial_upstream(const char *upstream, const char *authority, int *ret_fd)
{
    int fd;
    enum outcome outcome = dial_host(upstream, &fd);

    if (outcome != OUTCOME_OPENED)
        return outcome == OUTCOME_OFFLINE ? outcome : OUTCOME_UPSTREAM_DOWN;
    outcome = ask_upstream(fd, authority);
    if (outcome == OUTCOME_OPENED)
        *ret_fd = fd;
    else
        close(fd);
    return outcome;
}
