/* One-shot timers that go on counting while the machine sleeps (CLOCK_BOOTTIME).
 * Runs as: the kiosk user, in the main thread. */
#include "boot-timer.h"

#include <glib-unix.h>
#include <sys/timerfd.h>
#include <time.h>
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
    boot_timer_start_ms(timer, (guint64)seconds * 1000);
}

void boot_timer_start_ms(struct boot_timer *timer, guint64 milliseconds)
{
    struct itimerspec when = {
        .it_value = {.tv_sec = (time_t)(milliseconds / 1000),
                     .tv_nsec = milliseconds == 0 ? 1 : (long)(milliseconds % 1000) * 1000000}
    };

    timerfd_settime(timer->fd, 0, &when, NULL);
}

void boot_timer_stop(struct boot_timer *timer)
{
    struct itimerspec never = {0};

    timerfd_settime(timer->fd, 0, &never, NULL);
}

gint64 boot_time_ms(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_BOOTTIME, &now); /* cannot fail on Linux since 2.6.39 */
    return (gint64)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
