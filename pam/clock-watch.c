/* Notices that the machine has slept.
 * Runs as: root, in kiosk-launch. */
#include "clock-watch.h"

#include <errno.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/* Clocks are read one after the other: less than this is no sleep. */
enum { SLEPT_MS = 500 };

static uint64_t clock_ms(clockid_t id)
{
    struct timespec now = {0};

    (void)clock_gettime(id, &now); /* cannot fail for these clocks */
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* CLOCK_BOOTTIME goes on while the machine sleeps, CLOCK_MONOTONIC does not. */
static uint64_t asleep_ms(void)
{
    uint64_t awake = clock_ms(CLOCK_MONOTONIC);

    return clock_ms(CLOCK_BOOTTIME) - awake;
}

/* A timer that never runs out but is cancelled by each jump of the clock; waking up is one
 * (timerfd_create(2), TFD_TIMER_CANCEL_ON_SET). */
static int arm(int fd)
{
    struct itimerspec never = {.it_value = {.tv_sec = INT32_MAX}};

    never.it_value.tv_sec += (time_t)INT32_MAX; /* after 2100 */
    return timerfd_settime(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, NULL);
}

int clock_watch_open(struct clock_watch *watch)
{
    int result;

    watch->asleep_ms = asleep_ms();
    watch->fd = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    if (watch->fd < 0)
        return -errno;
    if (arm(watch->fd) == 0)
        return 0;
    result = -errno;
    clock_watch_close(watch);
    return result;
}

void clock_watch_close(struct clock_watch *watch)
{
    if (watch->fd >= 0)
        close(watch->fd);
    watch->fd = -1;
}

bool clock_watch_has_slept(struct clock_watch *watch)
{
    uint64_t before = watch->asleep_ms;
    uint64_t times;

    if (read(watch->fd, &times, sizeof times) > 0)
        return false;     /* it ran out, in another century; the rule is ECANCELED */
    (void)arm(watch->fd); /* as it was armed before */
    watch->asleep_ms = asleep_ms();
    return watch->asleep_ms > before + SLEPT_MS;
}
