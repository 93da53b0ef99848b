/* How long to wait after failures that follow each other.
 * Runs as: root, in kiosk-launch. */
#include "back-off.h"

enum { LAST_DOUBLING = 7 };

void back_off_note(struct back_off *back_off, bool is_healthy)
{
    if (is_healthy)
        back_off->failures = 0;
    else if (back_off->failures < LAST_DOUBLING)
        back_off->failures++;
}

unsigned back_off_seconds(const struct back_off *back_off)
{
    if (back_off->failures == 0)
        return 0;
    return back_off->failures == LAST_DOUBLING ? BACK_OFF_MAX_SECONDS
                                               : 1U << (back_off->failures - 1);
}
