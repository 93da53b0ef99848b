/* Looks for a colour on the screen each time that the screen changed: by XDAMAGE, not by the clock.
 * Runs as: whoever runs the tests. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <X11/Xlib.h>

struct screen_watch {
    Display *display;
    unsigned long damage;
    int event_base;
};

/* Begins to watch DISPLAY, which stays the caller's. False: it has no DAMAGE extension. */
bool screen_watch_begin(struct screen_watch *watch, Display *display);

/* Waits TIMEOUT milliseconds (-1: for ever) until the screen changes, or OTHER (-1: none) has
 * something to read. True: it changed. */
bool screen_watch_wait(struct screen_watch *watch, int other, int timeout);

/* How many pixels have COLOR, 0xRRGGBB. */
size_t screen_watch_count(const struct screen_watch *watch, uint32_t color);

/* The same for COUNT colours, at one and the same moment. */
void screen_watch_counts(const struct screen_watch *watch, const uint32_t *colors, size_t count,
                         size_t *ret_found);
