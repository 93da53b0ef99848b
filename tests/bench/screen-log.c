/* Writes down what is on the screen after each change of it: how many pixels have which colour.
 * Runs as: whoever runs the tests.
 *
 * screen-log #RRGGBB... Prints, until its input ends, a line "MILLISECONDS COUNT..." for the first
 * picture and after each change; the time is CLOCK_MONOTONIC's. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "screen-color.h"

enum { COLORS_MAX = 8 };

static void look(const struct screen_watch *watch, const uint32_t *colors, size_t count)
{
    size_t found[COLORS_MAX];
    struct timespec now;

    screen_watch_counts(watch, colors, count, found);
    clock_gettime(CLOCK_MONOTONIC, &now);
    printf("%lld", (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000);
    for (size_t i = 0; i < count; i++)
        printf(" %zu", found[i]);
    putchar('\n');
    fflush(stdout);
}

int main(int argc, char **argv)
{
    uint32_t colors[COLORS_MAX];
    size_t count = (size_t)argc - 1;
    struct screen_watch watch;
    Display *display = XOpenDisplay(NULL);
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};

    for (size_t i = 0; i < count && count <= COLORS_MAX; i++)
        if (sscanf(argv[i + 1], "#%x", &colors[i]) != 1)
            count = 0;
    if (count == 0 || count > COLORS_MAX || !display || !screen_watch_begin(&watch, display)) {
        fputs("usage: screen-log #RRGGBB..., with a DISPLAY that has DAMAGE\n", stderr);
        return EXIT_FAILURE;
    }
    look(&watch, colors, count);
    while (poll(&input, 1, 0) == 0)
        if (screen_watch_wait(&watch, STDIN_FILENO, -1))
            look(&watch, colors, count);
    XCloseDisplay(display);
    return EXIT_SUCCESS;
}
