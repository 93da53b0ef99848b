/* Opening hours, at moments of one week, over changes of the clock, and as they are written.
 * Runs as: whoever runs the tests. */
#include "opening-hours.h"

#include <stdlib.h>

#include "policy.h"
#include "test.h"

/* A moment as people in France write it. */
static time_t at(const char *text)
{
    struct tm when = {.tm_isdst = -1};

    CHECK_FOR(text, strptime(text, "%Y-%m-%d %H:%M", &when) != NULL);
    return mktime(&when);
}

static char *holidays[] = {(char *)"2026-12-25", (char *)"2026-12-28..2027-01-01"};

static struct policy school(void)
{
    return (struct policy){
        .hours_monday = (char *)"07:30-18:30",
        .hours_tuesday = (char *)"07:30-12:00 13:00-18:30",
        .hours_wednesday = (char *)"07:30-24:00",
        .hours_thursday = (char *)"00:00-12:00",
        .hours_friday = (char *)"07:30-18:30",
        .hours_saturday = (char *)"",
        .hours_sunday = (char *)"",
        .hours_holidays = {holidays, 2},
    };
}

static const struct {
    const char *now;
    bool is_open;
    const char *until;
} moments[] = {
    {"2026-11-23 07:29", false, "2026-11-23 07:30"}, /* a Monday */
    {"2026-11-23 07:30", true,  "2026-11-23 18:30"},
    {"2026-11-23 18:29", true,  "2026-11-23 18:30"},
    {"2026-11-23 18:30", false, "2026-11-24 07:30"},
    {"2026-11-24 12:30", false, "2026-11-24 13:00"},
    {"2026-11-24 11:00", true,  "2026-11-24 12:00"},
    {"2026-11-25 23:59", true,  "2026-11-26 12:00"}, /* over midnight */
    {"2026-11-27 18:30", false, "2026-11-30 07:30"}, /* over the week-end */
    {"2026-12-24 13:00", false,
     "2027-01-04 07:30"                           }, /* a holiday, a week-end, holidays, a week-end */
    {"2026-12-29 10:00", false, "2027-01-04 07:30"},
};

static void test_a_school_week(void)
{
    struct policy policy = school();

    for (size_t i = 0; i < sizeof moments / sizeof moments[0]; i++) {
        struct opening opening = opening_hours_at(&policy, at(moments[i].now));

        CHECK_FOR(moments[i].now, opening.is_open == moments[i].is_open);
        CHECK_FOR(moments[i].now, opening.until == at(moments[i].until));
    }
}

/* On the last Sunday of March 02:00 becomes 03:00; in October 03:00 becomes 02:00. */
static void test_changes_of_the_clock(void)
{
    struct policy policy = school();
    struct opening opening;

    policy.hours_sunday = (char *)"01:00-04:00";
    opening = opening_hours_at(&policy, at("2026-03-29 01:00"));
    CHECK(opening.is_open);
    CHECK_INT(opening.until - at("2026-03-29 01:00"), 2 * 3600);
    opening = opening_hours_at(&policy, at("2026-10-25 01:00"));
    CHECK(opening.is_open);
    CHECK_INT(opening.until - at("2026-10-25 01:00"), 4 * 3600);
}

static void test_always_and_never(void)
{
    struct policy policy = school();
    struct opening opening;

    policy.hours_monday = policy.hours_tuesday = policy.hours_wednesday = policy.hours_thursday =
        policy.hours_friday = (char *)"";
    opening = opening_hours_at(&policy, at("2026-12-29 10:00"));
    CHECK(!opening.is_open); /* holidays alone close the kiosk on those days */
    CHECK(opening.until == at("2027-01-02 00:00"));
    opening = opening_hours_at(&policy, at("2026-11-23 10:00"));
    CHECK(opening.is_open);
    policy.hours_holidays.count = 0;
    opening = opening_hours_at(&policy, at("2026-11-23 03:00"));
    CHECK(opening.is_open && opening.until == 0);

    policy.hours_monday = (char *)"07:30-18:30";
    holidays[1] = (char *)"2026-12-28..2028-12-31";
    policy.hours_holidays.count = 2;
    opening = opening_hours_at(&policy, at("2026-12-28 10:00"));
    CHECK(!opening.is_open && opening.until == 0); /* not within a year */
}

static void test_how_they_are_written(void)
{
    static const char *const good[] = {"", "07:30-18:30", "00:00-24:00", "07:30-12:00 13:00-18:30",
                                       "07:30-12:00  12:00-13:00"};
    static const char *const bad[] = {"7:30-18:30",
                                      "07:30",
                                      "07:30-07:30",
                                      "18:30-07:30",
                                      "07:60-08:00",
                                      "07:30-24:01",
                                      "closed",
                                      "07:30-18:30,",
                                      " 07:30-18:30",
                                      "07:30 - 18:30",
                                      "13:00-14:00 07:30-12:00",
                                      "07:30-13:00 12:00-14:00"};
    static const char *const good_days[] = {"2026-12-25", "2028-02-29", "2026-12-19..2027-01-04",
                                            "2026-12-25..2026-12-25"};
    static const char *const bad_days[] = {"",
                                           "2026-12-32",
                                           "2026-02-29",
                                           "26-12-25",
                                           "2026-12-25.",
                                           "2026-12-25..",
                                           "2026-13-01",
                                           "2027-01-04..2026-12-19",
                                           "25/12/2026",
                                           "2026-12-25..2026-12-26..2026-12-27"};

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        CHECK_FOR(good[i], opening_hours_are_valid(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK_FOR(bad[i], !opening_hours_are_valid(bad[i]));
    for (size_t i = 0; i < sizeof good_days / sizeof good_days[0]; i++)
        CHECK_FOR(good_days[i], opening_holiday_is_valid(good_days[i]));
    for (size_t i = 0; i < sizeof bad_days / sizeof bad_days[0]; i++)
        CHECK_FOR(bad_days[i], !opening_holiday_is_valid(bad_days[i]));
}

int main(void)
{
    /* As POSIX writes the rules of Europe/Paris: no time zone file is needed. */
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    test_a_school_week();
    test_changes_of_the_clock();
    test_always_and_never();
    test_how_they_are_written();
    return TEST_RESULT();
}
