/* What reaches kiosk-launch from outside of its sessions: root's kioskctl, logind, the clock.
 * Runs as: root, in kiosk-launch. */
#include "launch-orders.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "control-socket.h"

enum source { SOURCE_CONTROL, SOURCE_CLOCK, SOURCE_LOGIND };

static void complain(const char *what, int error)
{
    if (error < 0)
        (void)fprintf(stderr, "kiosk-launch: %s: %s\n", what, strerror(-error));
}

static void add(const struct launch_orders *orders, int fd, enum source source)
{
    struct epoll_event event = {.events = EPOLLIN, .data = {.u32 = source}};

    if (fd >= 0 && epoll_ctl(orders->fd, EPOLL_CTL_ADD, fd, &event) < 0)
        complain("an event source is not watched", -errno);
}

/* Out of the set before it is closed: a child that was forked meanwhile has the descriptor too, and
 * would keep it there, always readable. */
static void stop_logind(struct launch_orders *orders)
{
    if (orders->logind.fd >= 0)
        (void)epoll_ctl(orders->fd, EPOLL_CTL_DEL, orders->logind.fd, NULL);
    logind_watch_stop(&orders->logind);
}

void launch_orders_open(struct launch_orders *orders, int state_dir)
{
    *orders = (struct launch_orders){
        .fd = -1,
        .state_dir = state_dir,
        .control = -1,
        .clock = {.fd = -1 },
        .logind = { .process = {.fd = -1}, .fd = -1},
    };
    orders->fd = epoll_create1(EPOLL_CLOEXEC);
    if (orders->fd < 0) {
        complain("no orders are taken", -errno);
        return;
    }
    orders->control = control_socket_open(state_dir);
    complain("kioskctl cannot reach this kiosk", orders->control);
    complain("sleep is not noticed", clock_watch_open(&orders->clock));
    add(orders, orders->control, SOURCE_CONTROL);
    add(orders, orders->clock.fd, SOURCE_CLOCK);
}

void launch_orders_session_begins(struct launch_orders *orders)
{
    if (orders->fd < 0 || orders->logind.fd >= 0)
        return;
    complain("no watch on logind", logind_watch_start(&orders->logind));
    add(orders, orders->logind.fd, SOURCE_LOGIND);
}

void launch_orders_close(struct launch_orders *orders)
{
    control_socket_close(orders->control, orders->state_dir);
    clock_watch_close(&orders->clock);
    logind_watch_stop(&orders->logind);
    if (orders->fd >= 0)
        close(orders->fd);
    orders->fd = -1;
}

static enum launch_order take_logind(struct launch_orders *orders, bool has_session,
                                     enum end_reason *ret_reason)
{
    char word = logind_watch_read(&orders->logind);

    if (word == 0) {
        stop_logind(orders);
        return LAUNCH_ORDER_NONE;
    }
    *ret_reason = word == LOGIND_SUSPEND ? END_REASON_SUSPEND : END_REASON_SHUTDOWN;
    (void)printf("logind: %s\n", end_reason_name(*ret_reason));
    if (!has_session)
        logind_watch_let_go(&orders->logind);
    if (word == LOGIND_SHUTDOWN)
        return LAUNCH_ORDER_STOP;
    return has_session ? LAUNCH_ORDER_END : LAUNCH_ORDER_NONE;
}

enum launch_order launch_orders_take(struct launch_orders *orders, const char *status,
                                     bool has_session, enum end_reason *ret_reason)
{
    struct epoll_event event;

    if (epoll_wait(orders->fd, &event, 1, 0) != 1)
        return LAUNCH_ORDER_NONE;
    switch ((enum source)event.data.u32) {
    case SOURCE_CONTROL:
        return control_socket_serve(orders->control, status, has_session, ret_reason)
                   ? LAUNCH_ORDER_END
                   : LAUNCH_ORDER_NONE;
    case SOURCE_CLOCK:
        if (!clock_watch_has_slept(&orders->clock))
            return LAUNCH_ORDER_NONE;
        *ret_reason = END_REASON_SUSPEND;
        (void)printf("machine: woke\n");
        return has_session ? LAUNCH_ORDER_WOKE : LAUNCH_ORDER_NONE;
    case SOURCE_LOGIND:
        return take_logind(orders, has_session, ret_reason);
    }
    return LAUNCH_ORDER_NONE;
}

void launch_orders_session_over(const struct launch_orders *orders)
{
    logind_watch_let_go(&orders->logind);
}
