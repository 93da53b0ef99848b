/* The reasons for an end, their names and exit statuses, there and back.
 * Runs as: whoever runs the tests. */
#include "end-reason.h"
#include <signal.h>

#include "test.h"

static void test_round_trips(void)
{
    for (int i = 0; i < END_REASON_COUNT; i++) {
        enum end_reason reason = (enum end_reason)i, found = END_REASON_COUNT;
        int status = end_reason_exit_status(reason);

        CHECK(end_reason_from_name(end_reason_name(reason), &found));
        CHECK_INT(found, reason);
        found = END_REASON_COUNT;
        CHECK(end_reason_from_exit_status(status, &found));
        CHECK_INT(found, reason);
        /* No success, no failure of a shell, no signal. */
        CHECK(status > 2 && status < 125);
    }
}

static void test_others_are_refused(void)
{
    static const char *const names[] = {"", "idl", "idles", "IDLE", " idle", "idle\n", "none"};
    enum end_reason reason = END_REASON_COUNT;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        CHECK_FOR(names[i], !end_reason_from_name(names[i], &reason));
    for (int status = -300; status < 600; status++)
        if (status < end_reason_exit_status((enum end_reason)0) ||
            status > end_reason_exit_status((enum end_reason)(END_REASON_COUNT - 1)))
            CHECK(!end_reason_from_exit_status(status, &reason));
    CHECK_INT(reason, END_REASON_COUNT);
}

static void test_signals_of_root(void)
{
    int count = 0;

    for (int reason = 0; reason < END_REASON_COUNT; reason++) {
        int number = end_reason_signal((enum end_reason)reason);

        if (end_reason_is_roots((enum end_reason)reason)) {
            count++;
            CHECK_INT(end_reason_from_signal(number), reason);
        } else {
            CHECK_INT(number, SIGTERM);
        }
    }
    CHECK_INT(count, 3);
    CHECK_INT(end_reason_from_signal(SIGHUP), END_REASON_SHUTDOWN);
}

int main(void)
{
    test_round_trips();
    test_others_are_refused();
    test_signals_of_root();
    return TEST_RESULT();
}
