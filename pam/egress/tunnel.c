/* Serves one connection, from its request to the end of its tunnel.
 * Runs as: an account without rights, outside of the session's network, a process per connection.
 */
#include "tunnel.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "connect-request.h"
#include "dial.h"

/* From the connection to the answer; the process is ended when that takes longer. */
enum { ANSWER_SECONDS = 40, CHUNK = 65536 };

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

static void carry_both_ways(int client, int host)
{
    struct direction there = {client, host}, back = {host, client};
    const int on = 1;
    pthread_t thread;

    /* A peer that has gone without a word ends the tunnel in the end. */
    (void)setsockopt(host, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    if (fcntl(host, F_SETFL, 0) < 0 || pthread_create(&thread, NULL, carry, &back) != 0)
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

static enum outcome open_tunnel(const struct policy *policy, int client, int *ret_host)
{
    char head[CONNECT_REQUEST_MAX];
    char authority[URL_HOST_MAX + sizeof ":65535"];
    struct url_span wanted;
    enum outcome outcome = read_request(client, head, &wanted);

    if (outcome != OUTCOME_OPENED)
        return outcome;
    if (wanted.length >= sizeof authority || !policy_allows_authority(policy, wanted))
        return OUTCOME_NOT_ALLOWED;
    memcpy(authority, wanted.start, wanted.length);
    authority[wanted.length] = '\0';
    if (policy->network_upstream_proxy[0] != '\0')
        return dial_upstream(policy->network_upstream_proxy, authority, ret_host);
    return dial_host(authority, ret_host);
}

enum outcome tunnel_serve(const struct policy *policy, int client)
{
    int host = -1;
    enum outcome outcome;
    const char *answer;

    (void)alarm(ANSWER_SECONDS);
    outcome = open_tunnel(policy, client, &host);
    answer = outcome_answer(outcome);
    if (send_all(client, answer, strlen(answer)) && outcome == OUTCOME_OPENED) {
        (void)alarm(0);
        carry_both_ways(client, host);
    }
    if (host >= 0)
        close(host);
    return outcome;
}
