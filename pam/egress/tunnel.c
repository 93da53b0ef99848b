/* Serves one connection, from its request to the end of its tunnel.
 * Runs as: an account without rights, outside of the session's network, a process per connection.
 */
#include "tunnel.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "confine.h"
#include "connect-request.h"
#include "routes.h"

/* From the connection to the answer; the process is ended when that takes longer. A request comes
 * in one piece from our browser, so there is no reason to wait for one that drips. */
enum { ANSWER_SECONDS = 40, REQUEST_SECONDS = 10, CHUNK = 65536, STACK_SIZE = 4 * CHUNK };

/* A peer that has gone without a word, as when a cable was pulled, ends the tunnel: one that is
 * silent after IDLE + COUNT * INTERVAL seconds, one that takes no more bytes after GONE_MS. */
enum { KEEPALIVE_IDLE = 60, KEEPALIVE_INTERVAL = 15, KEEPALIVE_COUNT = 4, GONE_MS = 60000 };

struct direction {
    int from, to;
};

static bool send_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        bytes += sent;
        length -= (size_t)sent;
    }
    return true;
}

/* One way until its source ends; a broken connection ends the other way too. */
static void *carry(void *data)
{
    const struct direction *direction = data;
    char chunk[CHUNK];
    ssize_t length;

    while ((length = recv(direction->from, chunk, sizeof chunk, 0)) > 0)
        if (!send_all(direction->to, chunk, (size_t)length))
            break;
    (void)shutdown(direction->to, SHUT_WR); /* ENOTCONN: it has ended */
    if (length != 0) {
        (void)shutdown(direction->to, SHUT_RDWR);
        (void)shutdown(direction->from, SHUT_RDWR);
    }
    return NULL;
}

static void watch_peer(int host)
{
    static const struct {
        int level, name, value;
    } options[] = {
        {SOL_SOCKET,  SO_KEEPALIVE,     1                 },
        {IPPROTO_TCP, TCP_KEEPIDLE,     KEEPALIVE_IDLE    },
        {IPPROTO_TCP, TCP_KEEPINTVL,    KEEPALIVE_INTERVAL},
        {IPPROTO_TCP, TCP_KEEPCNT,      KEEPALIVE_COUNT   },
        {IPPROTO_TCP, TCP_USER_TIMEOUT, GONE_MS           },
    };

    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        (void)setsockopt(host, options[i].level, options[i].name, &options[i].value,
                         sizeof options[i].value);
}

/* Neither has anything else to do from here on, so neither can do anything else. */
static void carry_both_ways(int client, int host)
{
    struct direction there = {client, host}, back = {host, client};
    pthread_attr_t small;
    pthread_t thread;

    watch_peer(host);
    if (fcntl(host, F_SETFL, 0) < 0 || confine_calls(CONFINE_TUNNEL) < 0 ||
        pthread_attr_init(&small) != 0)
        return;
    if (pthread_attr_setstacksize(&small, STACK_SIZE) != 0 ||
        pthread_create(&thread, &small, carry, &back) != 0)
        return;
    (void)carry(&there);
    (void)pthread_join(thread, NULL);
}

static enum outcome read_request(int client, char head[CONNECT_REQUEST_MAX],
                                 struct url_span *ret_authority)
{
    size_t length = 0;

    while (!connect_request_is_whole(head, length)) {
        ssize_t got = recv(client, head + length, CONNECT_REQUEST_MAX - length, 0);

        if (got <= 0) /* 0 also when there is no room left */
            return length < CONNECT_REQUEST_MAX ? OUTCOME_GONE : OUTCOME_MALFORMED;
        length += (size_t)got;
    }
    return outcome_of_status(connect_request_read(head, length, ret_authority));
}

/* How the policy wants AUTHORITY to be reached. */
static enum outcome find_routes(const struct way_out *way, const char *authority,
                                struct routes *ret_routes)
{
    if (way->policy->network_proxy_auto_config[0] != '\0')
        return pac_evaluate(way->pac, authority, ret_routes);
    ret_routes->count = 1;
    (void)snprintf(ret_routes->via[0], ROUTE_TEXT_MAX, "%s", way->policy->network_upstream_proxy);
    return OUTCOME_OPENED;
}

static enum outcome open_tunnel(const struct way_out *way, int client, int *ret_host)
{
    char head[CONNECT_REQUEST_MAX];
    char authority[ROUTE_TEXT_MAX];
    struct routes routes;
    struct url_span wanted;
    enum outcome outcome;

    (void)alarm(REQUEST_SECONDS);
    outcome = read_request(client, head, &wanted);
    (void)alarm(ANSWER_SECONDS);

    if (outcome != OUTCOME_OPENED)
        return outcome;
    if (wanted.length >= sizeof authority || !policy_allows_authority(way->policy, wanted))
        return OUTCOME_NOT_ALLOWED;
    memcpy(authority, wanted.start, wanted.length);
    authority[wanted.length] = '\0';
    outcome = find_routes(way, authority, &routes);
    return outcome == OUTCOME_OPENED ? routes_dial(&routes, authority, ret_host) : outcome;
}

enum outcome tunnel_serve(const struct way_out *way, int client)
{
    int host = -1;
    enum outcome outcome;
    const char *answer;

    outcome = open_tunnel(way, client, &host);
    answer = outcome_answer(outcome);
    if (send_all(client, answer, strlen(answer)) && outcome == OUTCOME_OPENED) {
        (void)alarm(0);
        carry_both_ways(client, host);
    }
    if (host >= 0)
        close(host);
    return outcome;
}
