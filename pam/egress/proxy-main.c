/* kiosk-proxy: the one way out of a session's network, to the hosts and ports of the policy only.
 * Runs as: an account without rights, outside of the session's network. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "confine.h"
#include "outcome.h"
#include "pac.h"
#include "policy.h"
#include "tunnel.h"

enum { LISTENER_FD = 3 };

struct proxy {
    struct policy *policy;
    struct pac pac;
    int signals;
    unsigned tunnels;
    unsigned counts[OUTCOME_COUNT];
};

/* Never the host: a page can put anything into a name. Each power of two, so that a session cannot
 * fill the log. */
static void count(struct proxy *proxy, enum outcome outcome)
{
    unsigned number = ++proxy->counts[outcome];

    if (outcome != OUTCOME_OPENED && outcome != OUTCOME_GONE && (number & (number - 1)) == 0)
        fprintf(stderr, "kiosk-proxy: refused: %s (%u times)\n", outcome_text(outcome), number);
}

static void collect(struct proxy *proxy)
{
    int status;

    while (waitpid(-1, &status, WNOHANG) > 0) {
        bool is_known = WIFEXITED(status) && WEXITSTATUS(status) < OUTCOME_COUNT;

        proxy->tunnels--;
        count(proxy, is_known ? (enum outcome)WEXITSTATUS(status) : OUTCOME_TIMEOUT);
    }
}

/* In the child: serves the one connection, and ends with the proxy. */
static _Noreturn void serve(const struct proxy *proxy, int client, pid_t parent)
{
    const struct way_out way = {proxy->policy, &proxy->pac};
    sigset_t none;

    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); /* a valid signal: cannot fail */
    if (getppid() != parent)
        _exit(OUTCOME_GONE);
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    close(LISTENER_FD);
    close(proxy->signals);
    _exit((int)tunnel_serve(&way, client));
}

static void take_connection(struct proxy *proxy)
{
    pid_t parent = getpid(), pid = -1;
    int client = accept4(LISTENER_FD, NULL, NULL, SOCK_CLOEXEC);

    if (client < 0)
        return;
    if (proxy->tunnels < CONFINE_TUNNELS_MAX)
        pid = fork();
    if (pid == 0)
        serve(proxy, client, parent);
    if (pid > 0) {
        proxy->tunnels++;
    } else {
        const char *answer = outcome_answer(OUTCOME_BUSY);

        (void)send(client, answer, strlen(answer), MSG_NOSIGNAL | MSG_DONTWAIT);
        count(proxy, OUTCOME_BUSY);
    }
    close(client);
}

/* True when it was told to end. */
static bool on_signal(struct proxy *proxy)
{
    struct signalfd_siginfo info;
    bool is_over = false;

    while (read(proxy->signals, &info, sizeof info) == sizeof info)
        is_over = is_over || info.ssi_signo == SIGTERM;
    collect(proxy);
    return is_over;
}

static void report(const struct proxy *proxy)
{
    fprintf(stderr, "kiosk-proxy: ended:");
    for (int i = 0; i < OUTCOME_COUNT; i++)
        if (proxy->counts[i] > 0)
            fprintf(stderr, " %u %s;", proxy->counts[i], outcome_text((enum outcome)i));
    fprintf(stderr, " %u tunnels open\n", proxy->tunnels);
}

static int harden(void)
{
    if (geteuid() == 0 || close_range(LISTENER_FD + 1, ~0U, 0) < 0)
        return -EPERM;
    if (fcntl(LISTENER_FD, F_SETFL, O_NONBLOCK) < 0)
        return -errno;
    return confine_limits();
}

static int open_signals(void)
{
    sigset_t wanted;

    (void)sigemptyset(&wanted);
    (void)sigaddset(&wanted, SIGCHLD);
    (void)sigaddset(&wanted, SIGTERM);
    if (sigprocmask(SIG_BLOCK, &wanted, NULL) < 0)
        return -errno;
    return signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
}

static bool read_policy(int argc, char **argv, struct policy **ret_policy)
{
    static const char option[] = "--policy=";
    struct policy_errors errors;
    bool is_read;

    if (argc != 2 || strncmp(argv[1], option, sizeof option - 1) != 0) {
        fprintf(stderr, "usage: kiosk-proxy --policy=FILE, by kiosk-launch only\n");
        return false;
    }
    is_read = policy_load(argv[1] + sizeof option - 1, POLICY_TRUST_ROOT, ret_policy, &errors) == 0;
    for (size_t i = 0; i < errors.count; i++)
        fprintf(stderr, "kiosk-proxy: %s\n", errors.texts[i]);
    policy_errors_clear(&errors);
    return is_read;
}

/* What needs more rights than serving does; then these are given up. */
static bool prepare(int argc, char **argv, struct proxy *proxy)
{
    const char *problem = "system calls cannot be limited";
    int result = harden();

    if (result < 0)
        problem = "limits";
    else if (!read_policy(argc, argv, &proxy->policy))
        return false;
    else if (proxy->policy->network_proxy_auto_config[0] != '\0' &&
             (result = pac_keep(proxy->policy->network_proxy_auto_config, &proxy->pac.source)) < 0)
        problem = "automatic configuration";
    else if ((proxy->signals = open_signals()) < 0)
        problem = "signals";
    else if ((result = confine_calls(CONFINE_PROXY)) == 0)
        return true;
    fprintf(stderr, "kiosk-proxy: not begun: %s: %s\n", problem, strerror(-result));
    return false;
}

/* Until the first attempt to get an automatic configuration is over, connections wait. */
static bool serve_next(struct proxy *proxy)
{
    const bool must_wait = proxy->pac.source >= 0 && !proxy->pac.is_settled;
    struct pollfd events[] = {
        {.fd = must_wait ? -1 : LISTENER_FD, .events = POLLIN},
        {.fd = proxy->signals,               .events = POLLIN},
        {.fd = proxy->pac.source,            .events = POLLIN},
    };

    if (poll(events, 3, -1) < 0)
        return true;
    if (events[1].revents != 0 && on_signal(proxy))
        return false;
    if (events[2].revents != 0 && !pac_receive(&proxy->pac))
        return false; /* the launcher starts all anew */
    if (events[0].revents != 0)
        take_connection(proxy);
    return true;
}

int main(int argc, char **argv)
{
    struct proxy proxy = {.pac = {.source = -1}};

    if (!prepare(argc, argv, &proxy))
        return EXIT_FAILURE;
    while (serve_next(&proxy))
        continue;
    report(&proxy);
    policy_free(proxy.policy);
    free(proxy.pac.text);
    return EXIT_SUCCESS;
}
