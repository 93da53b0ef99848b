/* When a kiosk is open: the hours of each weekday, and the days it stays closed.
 * Runs as: every part, root included; pure but for the time zone of the machine. */
#pragma once

#include <stdbool.h>
#include <time.h>

enum { OPENING_DAYS = 7 }; /* from Sunday on, as struct tm counts them */

struct policy;

struct opening {
    bool is_open;
    time_t until; /* open: when it closes; closed: when it opens; 0: not within a year */
};

/* How it is at NOW. A policy without any hours is always open. Days and hours are those of the
 * machine's time zone, changes of its offset included. */
struct opening opening_hours_at(const struct policy *policy, time_t now);

/* True when TEXT is "HH:MM-HH:MM", one or more of them in order with spaces between, at most
 * "24:00"; or empty. */
bool opening_hours_are_valid(const char *text);

/* True when TEXT is a day "YYYY-MM-DD", or two with ".." between, the second not the earlier. */
bool opening_holiday_is_valid(const char *text);
