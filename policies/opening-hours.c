/* When a kiosk is open: the hours of each weekday, and the days it stays closed.
 * Runs as: every part, root included; pure but for the time zone of the machine. */
#include "opening-hours.h"

#include <string.h>

#include "policy.h"

enum { MINUTES_OF_DAY = 24 * 60, YEAR = 366, LONG_OPEN_DAYS = 8 };

struct span {
    int from, to; /* minutes since midnight */
};

/* Takes a number of COUNT digits at *TEXT. */
static bool take_digits(const char **text, int count, int *ret_number)
{
    int number = 0;

    for (int i = 0; i < count; i++, (*text)++) {
        if (**text < '0' || **text > '9')
            return false;
        number = number * 10 + (**text - '0');
    }
    *ret_number = number;
    return true;
}

static bool take(const char **text, const char *mark)
{
    size_t length = strlen(mark);

    if (strncmp(*text, mark, length) != 0)
        return false;
    *text += length;
    return true;
}

static bool take_minute(const char **text, int *ret_minute)
{
    int hour, minute;

    if (!take_digits(text, 2, &hour) || !take(text, ":") || !take_digits(text, 2, &minute) ||
        minute > 59 || hour * 60 + minute > MINUTES_OF_DAY)
        return false;
    *ret_minute = hour * 60 + minute;
    return true;
}

/* Takes the next span and the spaces behind it. */
static bool take_span(const char **text, struct span *ret_span)
{
    if (!take_minute(text, &ret_span->from) || !take(text, "-") ||
        !take_minute(text, &ret_span->to) || ret_span->to <= ret_span->from ||
        (**text != '\0' && **text != ' '))
        return false;
    *text += strspn(*text, " ");
    return true;
}

bool opening_hours_are_valid(const char *text)
{
    struct span span = {0, 0};

    while (*text != '\0') {
        int before = span.to;

        if (!take_span(&text, &span) || span.from < before)
            return false;
    }
    return true;
}

/* A day as a number that orders days: YYYYMMDD. */
static bool take_day(const char **text, int *ret_day)
{
    int year, month, day;
    struct tm when = {0};

    if (!take_digits(text, 4, &year) || !take(text, "-") || !take_digits(text, 2, &month) ||
        !take(text, "-") || !take_digits(text, 2, &day) || year < 1970)
        return false;
    when.tm_year = year - 1900;
    when.tm_mon = month - 1;
    when.tm_mday = day;
    if (timegm(&when) == -1 || when.tm_mon != month - 1 || when.tm_mday != day)
        return false; /* no such day: it was put right */
    *ret_day = (year * 100 + month) * 100 + day;
    return true;
}

static bool read_holiday(const char *text, int *ret_first, int *ret_last)
{
    if (!take_day(&text, ret_first))
        return false;
    *ret_last = *ret_first;
    if (take(&text, "..") && (!take_day(&text, ret_last) || *ret_last < *ret_first))
        return false;
    return *text == '\0';
}

bool opening_holiday_is_valid(const char *text)
{
    int first, last;

    return read_holiday(text, &first, &last);
}

static const char *hours_of(const struct policy *policy, int weekday)
{
    const char *const hours[OPENING_DAYS] = {policy->hours_sunday,   policy->hours_monday,
                                             policy->hours_tuesday,  policy->hours_wednesday,
                                             policy->hours_thursday, policy->hours_friday,
                                             policy->hours_saturday};

    return hours[weekday];
}

static bool has_hours(const struct policy *policy)
{
    for (int i = 0; i < OPENING_DAYS; i++)
        if (hours_of(policy, i)[0] != '\0')
            return true;
    return policy->hours_holidays.count > 0;
}

/* A policy with holidays alone is open on all other days. */
static const char *hours_on(const struct policy *policy, const struct tm *day)
{
    int number = ((day->tm_year + 1900) * 100 + day->tm_mon + 1) * 100 + day->tm_mday;
    const struct policy_names *holidays = &policy->hours_holidays;
    int first, last;

    for (size_t i = 0; i < holidays->count; i++)
        if (read_holiday(holidays->items[i], &first, &last) && first <= number && number <= last)
            return "";
    for (int i = 0; i < OPENING_DAYS; i++)
        if (hours_of(policy, i)[0] != '\0')
            return hours_of(policy, day->tm_wday);
    return "00:00-24:00";
}

/* The moment of MINUTE on the day that is OFFSET days after TODAY. */
static time_t moment_of(const struct tm *today, int offset, int minute)
{
    struct tm when = {
        .tm_year = today->tm_year,
        .tm_mon = today->tm_mon,
        .tm_mday = today->tm_mday + offset,
        .tm_hour = minute / 60,
        .tm_min = minute % 60,
        .tm_isdst = -1,
    };

    return mktime(&when);
}

struct opening opening_hours_at(const struct policy *policy, time_t now)
{
    struct opening opening = {.is_open = false, .until = 0};
    struct tm today;

    if (!has_hours(policy) || !localtime_r(&now, &today))
        return (struct opening){.is_open = !has_hours(policy)};
    for (int offset = 0; offset < YEAR; offset++) {
        time_t noon = moment_of(&today, offset, MINUTES_OF_DAY / 2);
        struct tm day;
        struct span span;
        const char *text;

        if (!localtime_r(&noon, &day) || (opening.is_open && offset > LONG_OPEN_DAYS))
            break;
        for (text = hours_on(policy, &day); *text != '\0' && take_span(&text, &span);) {
            time_t from = moment_of(&today, offset, span.from);
            time_t to = moment_of(&today, offset, span.to);

            if (opening.is_open ? from > opening.until : from > now)
                return opening.is_open ? opening : (struct opening){false, from};
            if (now < to)
                opening = (struct opening){true, to};
        }
    }
    if (opening.is_open && opening.until > moment_of(&today, LONG_OPEN_DAYS - 1, 0))
        opening.until = 0; /* day and night */
    return opening;
}
