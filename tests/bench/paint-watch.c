/* Tells whether a colour ever was on the screen, looking after each change of it.
 * Runs as: whoever runs the tests.
 *
 * paint-watch #RRGGBB. Prints "ready", then, once its input ends, "LOOKS SHOWN": how often the
 * screen changed, and after how many of these changes the colour was on it. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "screen-color.h"

static bool input_ended(void)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&input, 1, 0) > 0;
}

int main(int argc, char **argv)
{
    uint32_t color;
    unsigned looks = 0, shown = 0;
    struct screen_watch watch;
    Display *display = XOpenDisplay(NULL);
    if (argc != 2 || sscanf(argv[1], "#%x", &color) != 1 || !display ||
        !screen_watch_begin(&watch, display)) {
        fputs("usage: paint-watch #RRGGBB, with a DISPLAY that has DAMAGE\n", stderr);
        return EXIT_FAILURE;
    }
    puts("ready");
    fflush(stdout);
    while (!input_ended())
        if (screen_watch_wait(&watch, STDIN_FILENO, -1)) {
            looks++;
            shown += screen_watch_count(&watch, color) > 0;
        }
    printf("%u %u\n", looks, shown);
    XCloseDisplay(display);
    return EXIT_SUCCESS;
}
