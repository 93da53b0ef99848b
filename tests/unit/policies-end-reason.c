/* The reasons for an end, their names and exit statuses, there and back.
 * Runs as: whoever runs the tests. */
#include "end-reason.h"
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

int main(void)
{
    test_round_trips();
    test_others_are_refused();
    return TEST_RESULT();
}
