/* Notices that the machine has slept.
 * Runs as: root, in kiosk-launch. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct clock_watch {
    int fd;             /* readable when the clock was set or the machine woke; -1: none */
    uint64_t asleep_ms; /* how long it has slept in all */
};

/* 0 or negative errno. A watch that could not be opened notices nothing. */
int clock_watch_open(struct clock_watch *watch);
void clock_watch_close(struct clock_watch *watch);

/* To be called when the descriptor is readable. True: the machine has slept since the last time;
 * false: only its clock was set. */
bool clock_watch_has_slept(struct clock_watch *watch);
