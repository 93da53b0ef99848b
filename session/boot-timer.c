/* One-shot timers that go on counting while the machine sleeps (CLOCK_BOOTTIME).
 * Runs as: the kiosk user, in the main thread. */
#include "boot-timer.h"

#include <glib-unix.h>
#include <sys/timerfd.h>
#include <unistd.h>

static gboolean on_readable(gint fd, GIOCondition condition, gpointer data)
{
    struct boot_timer *timer = data;
    guint64 times;

    /* Nothing to read: the timer was stopped or set anew after it ran out. */
    if (read(fd, &times, sizeof times) == sizeof times)
        timer->on_over(timer->data);
    return G_SOURCE_CONTINUE;
}

gboolean boot_timer_init(struct boot_timer *timer, void (*on_over)(void *data), void *data)
{
    *timer = (struct boot_timer){.on_over = on_over, .data = data};
    timer->fd = timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    if (timer->fd < 0)
        return FALSE;
    timer->source = g_unix_fd_add(timer->fd, G_IO_IN, on_readable, timer);
    return TRUE;
}

void boot_timer_done(struct boot_timer *timer)
{
    if (timer->source == 0)
        return;
    g_source_remove(timer->source);
    close(timer->fd);
    timer->source = 0;
}

void boot_timer_start(struct boot_timer *timer, unsigned seconds)
{
    struct itimerspec when = {
        .it_value = {.tv_sec = seconds, .tv_nsec = seconds == 0 ? 1 : 0}
    };

    timerfd_settime(timer->fd, 0, &when, NULL);
}

void boot_timer_stop(struct boot_timer *timer)
{
    struct itimerspec never = {0};

    timerfd_settime(timer->fd, 0, &never, NULL);
}
