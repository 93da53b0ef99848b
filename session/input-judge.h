/* Which raw input is a person's: not what programs make, nor a weight, nor a shaking table.
 * Runs as: the kiosk user; pure: no clock, no X, no memory. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* A pointer that stays within this many pixels of where it rested was not moved by a hand. */
enum { INPUT_JITTER_PIXELS = 8 };

/* A key that goes down so soon after it went up repeats itself: no finger is that fast. */
enum { INPUT_REPEAT_MS = 5 };

enum input_kind { INPUT_KEY_PRESS, INPUT_KEY_RELEASE, INPUT_BUTTON, INPUT_MOTION, INPUT_TOUCH };

struct input_fact {
    enum input_kind kind;
    bool is_synthetic; /* of a device that programs drive, not people */
    bool is_repeat;    /* the X server says so */
    int detail;        /* of a key: its code */
    uint32_t time;     /* the X server's, milliseconds; it wraps around */
    int x, y;          /* of motion: where the pointer is now */
};

struct input_judge {
    int rest_x, rest_y; /* where the pointer was at the last input that counted */
    int released;       /* the key that went up last; 0: none */
    uint32_t released_at;
};

/* True when FACT shows that somebody is there. Of keys only presses do: whoever takes a weight off
 * a keyboard presses one next. */
bool input_judge_counts(struct input_judge *judge, const struct input_fact *fact);

/* The pointer rests at X, Y: jitter is measured from here. */
void input_judge_rest(struct input_judge *judge, int x, int y);
