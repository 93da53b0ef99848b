/* The timers run out once for each start, and not after they are stopped.
 * Runs as: whoever runs the tests. */
#include "boot-timer.h"

#include "test.h"

static void count(void *data)
{
    (*(int *)data)++;
}

/* Each timer in turn runs out before the one started after it, so that waiting for the last one is
 * waiting for all. */
static void wait_for(int *fired)
{
    while (*fired == 0)
        g_main_context_iteration(NULL, TRUE);
    while (g_main_context_iteration(NULL, FALSE))
        ;
}

int main(void)
{
    struct boot_timer stopped = {0}, moved = {0}, twice = {0}, last = {0}, unused = {0};
    int stopped_count = 0, moved_count = 0, twice_count = 0, last_count = 0;

    CHECK(boot_timer_init(&stopped, count, &stopped_count));
    CHECK(boot_timer_init(&moved, count, &moved_count));
    CHECK(boot_timer_init(&twice, count, &twice_count));
    CHECK(boot_timer_init(&last, count, &last_count));

    boot_timer_start(&stopped, 0);
    boot_timer_stop(&stopped);
    boot_timer_start(&moved, 0);
    boot_timer_start(&moved, 3600);
    boot_timer_start(&twice, 0);
    wait_for(&twice_count);
    boot_timer_start(&twice, 0);
    boot_timer_start(&last, 0);
    wait_for(&last_count);

    CHECK_INT(stopped_count, 0);
    CHECK_INT(moved_count, 0);
    CHECK_INT(twice_count, 2);
    CHECK_INT(last_count, 1);

    boot_timer_done(&stopped);
    boot_timer_done(&moved);
    boot_timer_done(&twice);
    boot_timer_done(&last);
    boot_timer_done(&unused);
    boot_timer_done(&last);
    return TEST_RESULT();
}
