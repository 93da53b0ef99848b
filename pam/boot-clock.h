/* Time that neither the administrator nor a suspended machine can bend.
 * Runs as: root. */
#pragma once

#include <stdint.h>
#include <time.h>

/* Milliseconds since boot, time asleep included (clock_gettime(2), CLOCK_BOOTTIME). */
static inline uint64_t boot_clock_ms(void)
{
    struct timespec now = {0};

    (void)clock_gettime(CLOCK_BOOTTIME, &now); /* cannot fail on Linux since 2.6.39 */
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}
