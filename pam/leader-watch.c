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

/* How long a session may take to say that it lives, at first and from then on. kiosk-session says
 * so every 5 s; on a machine that is out of breath it may be late. */
enum { FIRST_PULSE_MS = 60000, PULSE_TIMEOUT_MS = 30000 };

struct watch {
    struct child_process init;
    struct egress_proxy proxy;
    int channel; /* -1: the launcher is gone */
    int end_pipe;
    bool is_silent;           /* the session has closed its end of that */
    char said[END_CLAIM_MAX]; /* what came over it besides the pulse */
    size_t said_length;       /* sizeof said: too much */
    uint64_t pulse_due;       /* 0: it has been killed */
    uint64_t deadline;        /* of a session that was asked to end; 0: it was not */
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

static void kill_all(struct watch *watch)
{
    (void)pidfd_send_signal(watch->init.fd, SIGKILL, NULL, 0); /* ESRCH: it is ending already */
}

static int left_ms(uint64_t deadline)
{
    uint64_t now = boot_clock_ms();

    return now < deadline ? (int)(deadline - now) : 0;
}

/* How long to wait for events; kills what has outstayed its time or does not live any more. */
static int wait_ms(struct watch *watch)
{
    uint64_t deadline = watch->deadline;

    if (watch->pulse_due != 0 && (deadline == 0 || watch->pulse_due < deadline))
        deadline = watch->pulse_due;
    if (deadline == 0)
        return NO_DEADLINE;
    if (left_ms(deadline) > 0)
        return left_ms(deadline);
    if (deadline == watch->pulse_due && !watch->end->is_forced) {
        (void)fprintf(stderr, "kiosk-launch: the session does not answer\n");
        ask_to_end(watch, END_REASON_CRASH_SESSION);
    }
    watch->pulse_due = 0;
    watch->deadline = 0;
    kill_all(watch);
    return NO_DEADLINE;
}

/* Takes what the session has said, the pulse apart. */
static void listen_to_session(struct watch *watch)
{
    static const char alive[] = "alive\n";
    const size_t length = sizeof alive - 1;
    ssize_t got;

    do {
        size_t room = sizeof watch->said - watch->said_length;
        char rest[END_CLAIM_MAX];

        got = room > 0 ? read(watch->end_pipe, watch->said + watch->said_length, room)
                       : read(watch->end_pipe, rest, sizeof rest);
        if (got > 0 && room > 0)
            watch->said_length += (size_t)got;
        while (watch->said_length >= length && memcmp(watch->said, alive, length) == 0) {
            watch->said_length -= length;
            memmove(watch->said, watch->said + length, watch->said_length);
            watch->pulse_due = boot_clock_ms() + PULSE_TIMEOUT_MS;
        }
    } while (got > 0);
    if (got == 0)
        watch->is_silent = true;
}

/* Watches until process 1, and with it all others, has ended. Returns its wait(2) status. */
static int watch_until_end(struct watch *watch)
{
    int status = 0;

    while (!child_process_wait(&watch->init, 0, &status)) {
        struct pollfd events[] = {
            {.fd = watch->init.fd,                          .events = POLLIN},
            {.fd = watch->channel,                          .events = POLLIN},
            {.fd = watch->proxy.process.fd,                 .events = POLLIN},
            {.fd = watch->is_silent ? -1 : watch->end_pipe, .events = POLLIN},
        };

        if (poll(events, 4, wait_ms(watch)) <= 0)
            continue;
        if (events[3].revents != 0)
            listen_to_session(watch);
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
    listen_to_session(watch);
    watch->end->has_claim = watch->said_length < sizeof watch->said &&
                            end_claim_decode(watch->said, watch->said_length, &watch->end->claim);
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
        watch.pulse_due = boot_clock_ms() + FIRST_PULSE_MS;
        status = watch_until_end(&watch);
        judge(&watch, status, boot_clock_ms() - started);
    }
    egress_proxy_stop(&watch.proxy);
    close(end_pipe[0]);
    close(plan->session.alive[1]);
}
