/* What counts as a person's input: a table of stories, each a few events and what they come to.
 * Runs as: whoever runs the tests. */
#include "input-judge.h"

#include "test.h"

enum { EVENTS_MAX = 6, NO = 0, YES = 1 };

static const struct story {
    const char *name;
    struct input_fact events[EVENTS_MAX];
    int counts[EVENTS_MAX];
    int length;
} stories[] = {
    {"a key",                                                        {{.kind = INPUT_KEY_PRESS, .detail = 38, .time = 10}}, {YES}, 1},
    {"a key, again by a finger",
     {{.kind = INPUT_KEY_PRESS, .detail = 38, .time = 10},
      {.kind = INPUT_KEY_RELEASE, .detail = 38, .time = 60},
      {.kind = INPUT_KEY_PRESS, .detail = 38, .time = 90}},
     {YES, NO, YES},
     3                                                                                                                              },
    {"a weight, which a nested X server tells as up and down",
     {{.kind = INPUT_KEY_RELEASE, .detail = 38, .time = 700},
      {.kind = INPUT_KEY_PRESS, .detail = 38, .time = 700},
      {.kind = INPUT_KEY_RELEASE, .detail = 38, .time = 740},
      {.kind = INPUT_KEY_PRESS, .detail = 38, .time = 741}},
     {NO, NO, NO, NO},
     4                                                                                                                              },
    {"a key beside a weight",
     {{.kind = INPUT_KEY_RELEASE, .detail = 38, .time = 700},
      {.kind = INPUT_KEY_PRESS, .detail = 39, .time = 700}},
     {NO, YES},
     2                                                                                                                              },
    {"a weight over the moment when the server's clock begins anew",
     {{.kind = INPUT_KEY_RELEASE, .detail = 38, .time = UINT32_MAX},
      {.kind = INPUT_KEY_PRESS, .detail = 38, .time = 1}},
     {NO, NO},
     2                                                                                                                              },
    {"a repetition that the server marks",
     {{.kind = INPUT_KEY_PRESS, .detail = 38, .is_repeat = true}},
     {NO},
     1                                                                                                                              },
    {"jitter to all sides",
     {{.kind = INPUT_MOTION, .x = 101, .y = 100},
      {.kind = INPUT_MOTION, .x = 100, .y = 101},
      {.kind = INPUT_MOTION, .x = 93, .y = 107},
      {.kind = INPUT_MOTION, .x = 107, .y = 93}},
     {NO, NO, NO, NO},
     4                                                                                                                              },
    {"a slow hand",
     {{.kind = INPUT_MOTION, .x = 104, .y = 100},
      {.kind = INPUT_MOTION, .x = 108, .y = 100},
      {.kind = INPUT_MOTION, .x = 112, .y = 100},
      {.kind = INPUT_MOTION, .x = 112, .y = 92}},
     {NO, YES, NO, YES},
     4                                                                                                                              },
    {"buttons and touch",
     {{.kind = INPUT_BUTTON, .detail = 1}, {.kind = INPUT_TOUCH}},
     {YES, YES},
     2                                                                                                                              },
    {"all of it from a program",
     {{.kind = INPUT_KEY_PRESS, .detail = 38, .is_synthetic = true},
      {.kind = INPUT_BUTTON, .is_synthetic = true},
      {.kind = INPUT_TOUCH, .is_synthetic = true},
      {.kind = INPUT_MOTION, .is_synthetic = true, .x = 500}},
     {NO, NO, NO, NO},
     4                                                                                                                              },
};

int main(void)
{
    for (size_t i = 0; i < sizeof stories / sizeof stories[0]; i++) {
        struct input_judge judge = {0};

        input_judge_rest(&judge, 100, 100);
        for (int j = 0; j < stories[i].length; j++)
            CHECK_FOR(stories[i].name, input_judge_counts(&judge, &stories[i].events[j]) ==
                                           (stories[i].counts[j] == YES));
    }
    return TEST_RESULT();
}
