/* One-shot timers that go on counting while the machine sleeps (CLOCK_BOOTTIME).
 * Runs as: the kiosk user, in the main thread. */
#pragma once

#include <glib.h>

struct boot_timer {
    int fd;
    guint source;
    void (*on_over)(void *data);
    void *data;
};

/* ON_OVER is called with DATA each time the timer runs out. False, with errno, when the kernel
 * gives no timer. Undo with boot_timer_done, which takes a zeroed or half-built timer too. */
gboolean boot_timer_init(struct boot_timer *timer, void (*on_over)(void *data), void *data);
void boot_timer_done(struct boot_timer *timer);

/* Sets or resets; 0 runs out at once. */
void boot_timer_start(struct boot_timer *timer, unsigned seconds);
void boot_timer_start_ms(struct boot_timer *timer, guint64 milliseconds);
void boot_timer_stop(struct boot_timer *timer);

/* Milliseconds since the machine started, time asleep included. */
gint64 boot_time_ms(void);
