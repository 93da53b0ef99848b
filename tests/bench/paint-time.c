/* Measures how long a command takes until its page is on the screen, and the memory it then needs.
 * Runs as: root (a bench's), the command under setpriv.
 *
 * paint-time --color=#RRGGBB [--channel] -- COMMAND [ARG]...
 *
 * The command gets an X server of its own. XDAMAGE tells when the screen changed; the time ends
 * when the marker colour, of which the page shows a large area, is on it. Prints "MILLISECONDS
 * PSS-KIB". With
 * --channel the command's descriptor 3 is the kind of socket that kiosk-browser wants. */
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <X11/Xlib.h>

#include "process-tree.h"
#include "screen-color.h"

enum { MARKER_PIXELS = 4000, DEADLINE_MS = 20000, SETTLE_MS = 1500 };

struct options {
    uint32_t color;
    bool channel;
    char **command;
};

static void die(const char *why)
{
    fprintf(stderr, "paint-time: %s\n", why);
    exit(EXIT_FAILURE);
}

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static struct options read_options(int argc, char **argv)
{
    struct options options = {0};
    bool colored = false;
    int i = 1;
    for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--channel") == 0)
            options.channel = true;
        else if (sscanf(argv[i], "--color=#%x", &options.color) == 1)
            colored = true;
        else
            die("usage: paint-time --color=#RRGGBB [--channel] -- COMMAND [ARG]...");
    }
    if (!colored || i + 1 >= argc)
        die("usage: paint-time --color=#RRGGBB [--channel] -- COMMAND [ARG]...");
    options.command = argv + i + 1;
    return options;
}

static pid_t start_server(void)
{
    int ends[2];
    char name[16] = ":", fd[16];
    if (pipe(ends) < 0)
        die("no pipe");
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        snprintf(fd, sizeof(fd), "%d", ends[1]);
        execlp("Xvfb", "Xvfb", "-displayfd", fd, "-screen", "0", "1280x800x24", "-nolisten", "tcp",
               "-noreset", "-ac", (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    for (size_t length = 1; length < sizeof(name) - 1; length++)
        if (read(ends[0], name + length, 1) != 1 || name[length] == '\n') {
            name[length] = '\0';
            break;
        }
    close(ends[0]);
    if (pid < 0 || !name[1])
        die("Xvfb does not start");
    setenv("DISPLAY", name, 1);
    return pid;
}

static pid_t start_command(const struct options *options, int *ret_channel)
{
    int ends[2] = {-1, -1};
    if (options->channel && socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) < 0)
        die("no socket pair");
    pid_t pid = fork();
    if (pid == 0) {
        if (options->channel && ends[1] != 3)
            dup2(ends[1], 3);
        execvp(options->command[0], options->command);
        _exit(127);
    }
    if (options->channel)
        close(ends[1]);
    *ret_channel = ends[0];
    return pid;
}

/* Microseconds at which the marker was seen; 0 when it never was. */
static int64_t wait_for_marker(Display *display, uint32_t color)
{
    struct screen_watch watch;
    if (!screen_watch_begin(&watch, display))
        die("no DAMAGE extension");
    int64_t end = now_us() + (int64_t)DEADLINE_MS * 1000;
    while (now_us() < end) {
        if (!screen_watch_wait(&watch, -1, 100))
            continue;
        int64_t seen = now_us();
        if (screen_watch_count(&watch, color) >= MARKER_PIXELS)
            return seen;
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct options options = read_options(argc, argv);
    pid_t server = start_server();
    Display *display = XOpenDisplay(NULL);
    if (!display)
        die("cannot connect to Xvfb");
    int channel;
    int64_t start = now_us();
    pid_t command = start_command(&options, &channel);
    int64_t seen = wait_for_marker(display, options.color);
    if (seen > 0) {
        (void)poll(NULL, 0, SETTLE_MS); /* what is allocated lazily after the first frame */
        printf("%.1f %ld\n", (double)(seen - start) / 1000, process_tree_pss(command));
    }
    process_tree_kill(command);
    (void)waitpid(command, NULL, 0);
    XCloseDisplay(display);
    kill(server, SIGTERM);
    (void)waitpid(server, NULL, 0);
    return seen > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
