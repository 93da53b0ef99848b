/* Which raw input is a person's: not what programs make, nor a weight, nor a shaking table.
 * Runs as: the kiosk user; pure: no clock, no X, no memory. */
#include "input-judge.h"

#include <stdlib.h>

static bool repeats(const struct input_judge *judge, const struct input_fact *fact)
{
    return fact->is_repeat ||
           (judge->released == fact->detail && fact->time - judge->released_at <= INPUT_REPEAT_MS);
}

static bool has_moved(const struct input_judge *judge, const struct input_fact *fact)
{
    return abs(fact->x - judge->rest_x) >= INPUT_JITTER_PIXELS ||
           abs(fact->y - judge->rest_y) >= INPUT_JITTER_PIXELS;
}

bool input_judge_counts(struct input_judge *judge, const struct input_fact *fact)
{
    if (fact->is_synthetic)
        return false;
    switch (fact->kind) {
    case INPUT_KEY_PRESS:
        return !repeats(judge, fact);
    case INPUT_KEY_RELEASE:
        judge->released = fact->detail;
        judge->released_at = fact->time;
        return false;
    case INPUT_MOTION:
        if (!has_moved(judge, fact))
            return false;
        input_judge_rest(judge, fact->x, fact->y);
        return true;
    case INPUT_BUTTON:
    case INPUT_TOUCH:
        return true;
    }
    return false;
}

void input_judge_rest(struct input_judge *judge, int x, int y)
{
    judge->rest_x = x;
    judge->rest_y = y;
}
