/* How long to wait after failures that follow each other.
 * Runs as: root, in kiosk-launch. */
#pragma once

#include <stdbool.h>

enum { BACK_OFF_MAX_SECONDS = 60 };

struct back_off {
    unsigned failures;
};

/* Notes how a round went. */
void back_off_note(struct back_off *back_off, bool is_healthy);

/* 0 after a healthy round, then 1, 2, 4, 8, 16, 32, 60, 60 … seconds. */
unsigned back_off_seconds(const struct back_off *back_off);
