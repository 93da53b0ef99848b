/* One round of kiosk-launch: a fresh X server, and a session on it.
 * Runs as: root. */
#include "launch-round.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "config.h"
#include "session-leader.h"

enum { ROUND_STATUS_MAX = 256 };

/* Sends at most once per round what makes the leader end its session. */
struct leader_link {
    struct child_process process;
    int channel;
    bool was_asked;
    bool x_died;
};

static int start_leader(const struct launch_round *round, struct leader_link *link)
{
    int pair[2];
    int result;

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        return -errno;
    result = child_process_fork(SIGKILL, &link->process);
    if (result == 0) {
        close(pair[0]);
        session_leader_run(round->options, &round->x_server, pair[1]);
    }
    close(pair[1]);
    if (result < 0) {
        close(pair[0]);
        return result;
    }
    link->channel = pair[0];
    return 0;
}

static void ask_to_end(struct leader_link *link, enum end_reason reason)
{
    struct leader_message message = {.word = LEADER_END, .reason = reason};

    if (!link->was_asked)
        (void)leader_channel_send(link->channel, &message); /* -EPIPE: it is ending */
    link->was_asked = true;
}

static bool has_ended(const struct child_process *process)
{
    struct pollfd ended = {.fd = process->fd, .events = POLLIN};

    return process->pid == 0 || poll(&ended, 1, 0) > 0;
}

static void write_status(const struct launch_round *round, bool has_session,
                         char status[ROUND_STATUS_MAX])
{
    char since[32] = "-";
    struct tm when;

    if (has_session && round->is_open && gmtime_r(&round->since, &when) != NULL)
        (void)strftime(since, sizeof since, "%Y-%m-%dT%H:%M:%SZ", &when);
    (void)snprintf(status, ROUND_STATUS_MAX,
                   "state=%s\naccount=%.64s\nsession=%u\nsince=%s\ndisplay=:%d\n",
                   !has_session      ? "waiting"
                   : !round->is_open ? "opening"
                                     : "open",
                   round->options->user, round->number, since, round->options->display);
}

static void on_order(struct launch_round *round, struct leader_link *link)
{
    char status[ROUND_STATUS_MAX];
    enum end_reason reason;
    enum launch_order order;

    write_status(round, link != NULL, status);
    order = launch_orders_take(&round->orders, status, link != NULL, &reason);
    if (order == LAUNCH_ORDER_STOP)
        round->is_stopped = true;
    if (order == LAUNCH_ORDER_NONE || link == NULL)
        return;
    ask_to_end(link, reason);
    if (order == LAUNCH_ORDER_WOKE) /* nobody held the machine back: not one frame more of it */
        x_server_stop(&round->x_server, round->state_dir);
}

void launch_round_idle_orders(struct launch_round *round)
{
    on_order(round, NULL);
}

/* The session's processes are gone: now the X server goes, and then the leader may wipe. */
static void end_x(struct launch_round *round, struct leader_link *link)
{
    struct leader_message gone = {.word = LEADER_X_GONE};

    gone.is_accident = link->x_died || has_ended(&round->x_server.process);
    x_server_stop(&round->x_server, round->state_dir);
    (void)leader_channel_send(link->channel, &gone);
}

/* False when the leader has nothing more to say. */
static bool on_message(struct launch_round *round, struct leader_link *link)
{
    struct leader_message message;

    if (leader_channel_receive(link->channel, &message) <= 0)
        return false;
    switch (message.word) {
    case LEADER_OPEN:
        round->is_open = true;
        round->since = time(NULL);
        printf("session %u: open\n", round->number);
        break;
    case LEADER_OVER:
        round->is_open = true;
        end_x(round, link);
        break;
    case LEADER_REFUSED:
        round->last = message;
        printf("session %u: refused %s\n", round->number, message.line);
        break;
    case LEADER_CLOSED:
        round->last = message;
        printf("session %u: ended %s\n", round->number, message.line);
        break;
    case LEADER_END:
    case LEADER_X_GONE:
    case LEADER_WORD_COUNT:
        return false; /* ours to say */
    }
    return true;
}

/* Until the leader has closed its end of the channel. */
static void watch_leader(struct launch_round *round, struct leader_link *link)
{
    for (;;) {
        struct pollfd events[] = {
            {.fd = link->channel,                                  .events = POLLIN},
            {.fd = round->is_stopped ? -1 : round->stop_fd,        .events = POLLIN},
            {.fd = link->x_died ? -1 : round->x_server.process.fd, .events = POLLIN},
            {.fd = round->orders.fd,                               .events = POLLIN},
        };

        if (poll(events, 4, -1) < 0)
            continue;
        if (events[3].revents != 0)
            on_order(round, link);
        if (events[1].revents != 0) {
            round->is_stopped = true;
            ask_to_end(link, END_REASON_SHUTDOWN);
        }
        if (events[2].revents != 0) {
            link->x_died = true;
            printf("x-server died display=:%d\n", round->options->display);
            ask_to_end(link, END_REASON_CRASH_X);
        }
        if (events[0].revents != 0 && !on_message(round, link))
            return;
    }
}

static enum round_result run_leader(struct launch_round *round)
{
    struct leader_link link = {.channel = -1, .process = {.fd = -1}};
    int status = 0;
    int result = start_leader(round, &link);

    round->last = (struct leader_message){.word = LEADER_WORD_COUNT};
    if (result < 0) {
        fprintf(stderr, "kiosk-launch: no session leader: %s\n", strerror(-result));
        return ROUND_REFUSED;
    }
    watch_leader(round, &link);
    close(link.channel);
    (void)child_process_wait(&link.process, -1, &status);
    launch_orders_session_over(&round->orders);
    if (round->last.word == LEADER_REFUSED)
        return ROUND_REFUSED;
    if (round->last.word != LEADER_CLOSED) /* the next session's PAM finishes its wipe */
        printf("session %u: ended reason=crash-session observed=leader-died wipe=pending\n",
               round->number);
    return ROUND_ENDED;
}

enum round_result launch_round_run(struct launch_round *round)
{
    enum round_result result;
    int started;

    launch_orders_session_begins(&round->orders);
    started = x_server_start(round->options, round->state_dir, round->stop_fd, &round->x_server);

    round->is_open = false;
    if (started == -EINTR) {
        round->is_stopped = true;
        return ROUND_STOPPED;
    }
    if (started < 0) {
        printf("x-server failed display=:%d: %s\n", round->options->display, strerror(-started));
        return ROUND_NO_X;
    }
    printf("x-server ready display=:%d authority=" KIOSK_STATE_DIR "/x-authority-%d\n",
           round->options->display, round->options->display);
    result = run_leader(round);
    if (result != ROUND_REFUSED)
        x_server_stop(&round->x_server, round->state_dir);
    return result;
}
