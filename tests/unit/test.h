/* The whole framework of the unit tests: checks that say where they failed, and an exit status.
 * Runs as: whoever runs the tests. */
#pragma once

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int test_failures;

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            test_failures++;                                                                       \
            fprintf(stderr, "%s:%d: %s: not so: %s\n", __FILE__, __LINE__, __func__, #condition);  \
        }                                                                                          \
    } while (0)

/* CHECK that tells which row of a table it was about. */
#define CHECK_FOR(row, condition)                                                                  \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            test_failures++;                                                                       \
            fprintf(stderr, "%s:%d: %s: for \"%s\": not so: %s\n", __FILE__, __LINE__, __func__,   \
                    row, #condition);                                                              \
        }                                                                                          \
    } while (0)

#define CHECK_INT(found, wanted)                                                                   \
    do {                                                                                           \
        intmax_t found_ = (intmax_t)(found), wanted_ = (intmax_t)(wanted);                         \
        if (found_ != wanted_) {                                                                   \
            test_failures++;                                                                       \
            fprintf(stderr, "%s:%d: %s: %s is %jd, not %jd\n", __FILE__, __LINE__, __func__,       \
                    #found, found_, wanted_);                                                      \
        }                                                                                          \
    } while (0)

#define CHECK_STR(found, wanted)                                                                   \
    do {                                                                                           \
        const char *found_ = (found), *wanted_ = (wanted);                                         \
        if (!found_ || strcmp(found_, wanted_) != 0) {                                             \
            test_failures++;                                                                       \
            fprintf(stderr, "%s:%d: %s: %s is\n  %s\nnot\n  %s\n", __FILE__, __LINE__, __func__,   \
                    #found, found_ ? found_ : "(null)", wanted_);                                  \
        }                                                                                          \
    } while (0)

#define TEST_RESULT() (test_failures ? 1 : 0)
