/* A session from its first process to its last, and why it ended.
 * Runs as: root, in a session leader. */
#include "leader-watch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "boot-clock.h"
#include "egress-proxy.h"
#include "leader-channel.h"

enum { HEALTHY_MS = 30000, NO_DEADLINE = -1 };

struct watch {
    struct child_process init;
    struct egress_proxy proxy;
    int channel; /* -1: the launcher is gone */
    int end_pipe;
    uint64_t deadline; /* of a session that was asked to end; 0: it was not */
    unsigned end_wait_ms;
    struct leader_end *end;
};

static bool is_crash(enum end_reason reason)
{
    return reason == END_REASON_CRASH_SESSION || reason == END_REASON_CRASH_BROWSER;
}

void leader_end_blame_x(struct leader_end *end)
{
    if (!end->is_forced && is_crash(end->reason)) {
        end->reason = END_REASON_CRASH_X;
        end->is_healthy = false;
    }
}

static void ask_to_end(struct watch *watch, enum end_reason reason)
{
    if (watch->end->is_forced)
        return;
    watch->end->is_forced = true;
    watch->end->reason = reason;
    watch->deadline = boot_clock_ms() + watch->end_wait_ms;
    /* ESRCH: it is ending already */
    (void)pidfd_send_signal(watch->init.fd, end_reason_signal(reason), NULL, 0);
}

static void on_channel(struct watch *watch)
{
    struct leader_message message;
    int result = leader_channel_receive(watch->channel, &message);

    if (result <= 0) {
        watch->channel = -1;
        ask_to_end(watch, END_REASON_SHUTDOWN);
    } else if (message.word == LEADER_END) {
        ask_to_end(watch, message.reason);
    }
}

/* How long to wait for events; kills what has outstayed its time. */
static int wait_ms(struct watch *watch)
{
    uint64_t now = boot_clock_ms();

    if (watch->deadline == 0)
        return NO_DEADLINE;
    if (now < watch->deadline)
        return (int)(watch->deadline - now);
    (void)pidfd_send_signal(watch->init.fd, SIGKILL, NULL, 0); /* ESRCH: it is ending already */
    return NO_DEADLINE;
}

/* Watches until process 1, and with it all others, has ended. Returns its wait(2) status. */
static int watch_until_end(struct watch *watch)
{
    int status = 0;

    while (!child_process_wait(&watch->init, 0, &status)) {
        struct pollfd events[] = {
            {.fd = watch->init.fd,          .events = POLLIN},
            {.fd = watch->channel,          .events = POLLIN},
            {.fd = watch->proxy.process.fd, .events = POLLIN},
        };

        if (poll(events, 3, wait_ms(watch)) <= 0)
            continue;
        if (events[1].revents != 0)
            on_channel(watch);
        if (events[2].revents != 0 && !egress_proxy_revive(&watch->proxy))
            ask_to_end(watch, END_REASON_CRASH_SESSION);
    }
    return status;
}

/* The line that the session wrote to the end pipe, if it is one of ours to the letter. */
static void read_claim(struct watch *watch)
{
    char line[END_CLAIM_MAX];
    ssize_t length = read(watch->end_pipe, line, sizeof line);

    watch->end->has_claim =
        length > 0 && end_claim_decode(line, (size_t)length, &watch->end->claim);
}

static void judge(struct watch *watch, int status, uint64_t lasted_ms)
{
    struct leader_end *end = watch->end;
    enum end_reason by_status;
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);

    read_claim(watch);
    if (code > 128) /* process 1 exits like a shell when a signal ended the session program */
        (void)snprintf(end->observed, sizeof end->observed, "signal:%d", code - 128);
    else
        (void)snprintf(end->observed, sizeof end->observed, "exit:%d", code);
    if (!end->is_forced) {
        bool agrees = end->has_claim && end_reason_from_exit_status(code, &by_status) &&
                      end->claim.reason == by_status;

        end->reason = agrees ? end->claim.reason : END_REASON_CRASH_SESSION;
    }
    end->is_healthy =
        lasted_ms > HEALTHY_MS || (!is_crash(end->reason) && end->reason != END_REASON_CRASH_X &&
                                   end->reason != END_REASON_POLICY_ERROR);
}

static void close_pair(const int pair[2])
{
    close(pair[0]);
    close(pair[1]);
}

void leader_watch_session(struct leader_plan *plan, int channel, void (*on_open)(int channel),
                          struct leader_end *ret_end)
{
    struct watch watch = {
        .channel = channel,
        .end_wait_ms = plan->end_wait_ms,
        .end = ret_end,
        .proxy = {.process = {.fd = -1}, .network = &plan->session.network, .policy = plan->policy},
    };
    uint64_t started = boot_clock_ms();
    int end_pipe[2];
    int result;

    *ret_end = (struct leader_end){.reason = END_REASON_CRASH_SESSION, .observed = "not begun"};
    if (pipe2(end_pipe, O_CLOEXEC | O_NONBLOCK) < 0)
        return;
    if (pipe2(plan->session.alive, O_CLOEXEC) < 0) {
        close_pair(end_pipe);
        return;
    }
    plan->session.end_pipe = end_pipe[1];
    result = egress_proxy_start(&watch.proxy);
    if (result == 0)
        result = session_init_start(&plan->session, &watch.init);
    close(end_pipe[1]);
    close(plan->session.alive[0]);
    watch.end_pipe = end_pipe[0];
    if (result == 0) {
        int status;

        on_open(channel);
        status = watch_until_end(&watch);
        judge(&watch, status, boot_clock_ms() - started);
    }
    egress_proxy_stop(&watch.proxy);
    close(end_pipe[0]);
    close(plan->session.alive[1]);
}
