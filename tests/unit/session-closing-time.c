/* The notices before closing time and the end, by the clock and over its steps.
 * Runs as: whoever runs the tests. */
#include "closing-time.h"

#include "test.h"

enum { CLOSE = 1000000, BOOT = 5000 };

static enum closing_step step_at(struct closing_plan *plan, time_t now, gint64 boot_ms)
{
    struct opening opening = {.is_open = now < CLOSE, .until = now < CLOSE ? CLOSE : 2 * CLOSE};

    return closing_plan_step(plan, &opening, now, boot_ms);
}

static void test_an_ordinary_evening(void)
{
    struct closing_plan plan = {0};

    CHECK(step_at(&plan, CLOSE - 7200, BOOT) == CLOSING_WAIT);
    CHECK_INT(plan.next, CLOSE - 300);
    CHECK(step_at(&plan, CLOSE - 300, BOOT) == CLOSING_NOTICE);
    CHECK_INT(plan.left, 300);
    CHECK_INT(plan.next, CLOSE - 60);
    CHECK(step_at(&plan, CLOSE - 100, BOOT) == CLOSING_WAIT);
    CHECK(step_at(&plan, CLOSE - 60, BOOT) == CLOSING_NOTICE);
    CHECK_INT(plan.left, 60);
    CHECK_INT(plan.next, CLOSE);
    CHECK(step_at(&plan, CLOSE, BOOT) == CLOSING_END);
}

static void test_a_session_that_begins_late(void)
{
    struct closing_plan plan = {0};

    CHECK(step_at(&plan, CLOSE - 40, BOOT) == CLOSING_NOTICE);
    CHECK_INT(plan.left, 40);
    CHECK(step_at(&plan, CLOSE, BOOT) == CLOSING_END);
}

/* The minute that the notice promised is given, however often the clock is set meanwhile. */
static void test_a_clock_that_is_set_forward(void)
{
    struct closing_plan plan = {0};

    CHECK(step_at(&plan, CLOSE - 7200, BOOT) == CLOSING_WAIT);
    CHECK(step_at(&plan, CLOSE + 3600, BOOT) == CLOSING_NOTICE);
    CHECK_INT(plan.left, 60);
    CHECK(step_at(&plan, CLOSE + 7200, BOOT + 30000) == CLOSING_WAIT);
    CHECK_INT(plan.next, CLOSE + 7200 + 30);
    CHECK(step_at(&plan, CLOSE + 7230, BOOT + 60000) == CLOSING_END);
}

static void test_a_clock_that_is_set_back(void)
{
    struct closing_plan plan = {0};

    CHECK(step_at(&plan, CLOSE - 50, BOOT) == CLOSING_NOTICE);
    CHECK(step_at(&plan, CLOSE - 3600, BOOT) == CLOSING_WAIT);
    CHECK_INT(plan.next, CLOSE - 300);
    CHECK(step_at(&plan, CLOSE - 300, BOOT) == CLOSING_NOTICE);

    plan = (struct closing_plan){0};
    CHECK(step_at(&plan, CLOSE + 60, BOOT) == CLOSING_NOTICE); /* a wrong clock */
    CHECK(step_at(&plan, CLOSE - 3600, BOOT + 10000) == CLOSING_WAIT);
    CHECK_INT(plan.grace_ms, 0);
}

static void test_a_kiosk_without_hours(void)
{
    struct closing_plan plan = {0};
    struct opening always = {.is_open = true};

    CHECK(closing_plan_step(&plan, &always, CLOSE, BOOT) == CLOSING_WAIT);
    CHECK_INT(plan.next, 0);
}

int main(void)
{
    test_an_ordinary_evening();
    test_a_session_that_begins_late();
    test_a_clock_that_is_set_forward();
    test_a_clock_that_is_set_back();
    test_a_kiosk_without_hours();
    return TEST_RESULT();
}
