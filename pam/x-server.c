/* One X server: fresh, with a cookie of its own, reachable by its socket only.
 * Runs as: root. */
#include "x-server.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "boot-clock.h"
#include "config.h"

enum {
    START_TIMEOUT_MS = 30000,
    STOP_TIMEOUT_MS = 5000,
    MAX_ARGUMENTS = 24,
    MAX_ARGUMENT = 64,
    READY_FD = 3,
};

/* The words in an argument vector that stand for what the command line chose. */
static const char size_word[] = "WxH";
static const char screen_word[] = "WxHxD";

static const struct x_server_kind {
    const char *name;
    const char *program;
    const char *arguments[8];
    bool is_nested; /* its screen is a window on the display that kiosk-launch was started from */
} kinds[] = {
  /* No text console between two sessions. And no -background none: it would begin with whatever
  * picture the graphics memory still holds. */
    {"xorg",   "/usr/lib/xorg/Xorg", {"vt7", "-novtswitch"},                            false},
    {"xvfb",   "/usr/bin/Xvfb",      {"-screen", "0", screen_word},                     false},
    {"xephyr", "/usr/bin/Xephyr",    {"-screen", size_word, "-title", "webmail-kiosk"}, true },
};

/* For all of them: no TCP and no abstract socket, so that a view of the machine without the socket
 * file is a view without the display; no reset, which would forget the cookie. */
static const char *const common_arguments[] = {
    "-nolisten", "tcp", "-nolisten", "local", "-noreset", "-displayfd", "3",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const struct x_server_kind *x_server_kind_of(const char *name)
{
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    }
    return NULL;
}

/* The words of an argument vector; those that had to be written are here. */
struct arguments {
    const char *vector[MAX_ARGUMENTS];
    size_t count;
    char display[MAX_ARGUMENT];
    char size[MAX_ARGUMENT];
    char screen[MAX_ARGUMENT];
    char authority[MAX_ARGUMENT];
};

static void add(struct arguments *arguments, const char *word)
{
    if (word == size_word)
        word = arguments->size;
    if (word == screen_word)
        word = arguments->screen;
    arguments->vector[arguments->count++] = word; /* the tables hold fewer than MAX_ARGUMENTS */
}

static void authority_name(int display, char name[MAX_ARGUMENT])
{
    (void)snprintf(name, MAX_ARGUMENT, "x-authority-%d", display);
}

static void fill_arguments(const struct launch_options *options, struct arguments *arguments)
{
    const struct x_server_kind *kind = options->x_server;
    char name[MAX_ARGUMENT];

    authority_name(options->display, name);
    (void)snprintf(arguments->display, MAX_ARGUMENT, ":%d", options->display);
    (void)snprintf(arguments->authority, MAX_ARGUMENT, "%s/%.24s", KIOSK_STATE_DIR, name);
    (void)snprintf(arguments->size, MAX_ARGUMENT, "%dx%d", options->width, options->height);
    (void)snprintf(arguments->screen, MAX_ARGUMENT, "%dx%dx%d", options->width, options->height,
                   options->depth);
    add(arguments, kind->program);
    add(arguments, arguments->display);
    for (size_t i = 0; i < COUNT(kind->arguments) && kind->arguments[i] != NULL; i++)
        add(arguments, kind->arguments[i]);
    for (size_t i = 0; i < COUNT(common_arguments); i++)
        add(arguments, common_arguments[i]);
    add(arguments, "-auth");
    add(arguments, arguments->authority);
    add(arguments, NULL);
}

/* The environment of a server: nothing of ours, but a nested one needs the display it nests in. */
static void fill_environment(const struct x_server_kind *kind, char *environment[4],
                             char buffers[2][512])
{
    static const char *const outer[] = {"DISPLAY", "XAUTHORITY"};
    size_t count = 0;

    environment[count++] = (char *)"PATH=/usr/sbin:/usr/bin:/sbin:/bin"; /* it runs xkbcomp */
    for (size_t i = 0; kind->is_nested && i < COUNT(outer); i++) {
        const char *value = getenv(outer[i]);

        if (value == NULL || strlen(value) > 480)
            continue;
        (void)snprintf(buffers[i], sizeof buffers[i], "%s=%s", outer[i], value);
        environment[count++] = buffers[i];
    }
    environment[count] = NULL;
}

static _Noreturn void run_server(const struct launch_options *options, int ready)
{
    struct arguments arguments = {.count = 0};
    char *environment[4];
    char buffers[2][512];

    fill_arguments(options, &arguments);
    fill_environment(options->x_server, environment, buffers);
    if (dup2(ready, READY_FD) == READY_FD && dup2(STDERR_FILENO, STDOUT_FILENO) == STDOUT_FILENO)
        (void)execve(options->x_server->program, (char **)arguments.vector, environment);
    (void)fprintf(stderr, "kiosk-launch: %s: %s\n", options->x_server->program, strerror(errno));
    _exit(127);
}

/* Waits for the line that the server writes when it takes clients. */
static int wait_until_ready(const struct x_server *server, int ready, int stop_fd)
{
    uint64_t deadline = boot_clock_ms() + START_TIMEOUT_MS;
    struct pollfd events[] = {
        {.fd = ready,              .events = POLLIN},
        {.fd = stop_fd,            .events = POLLIN},
        {.fd = server->process.fd, .events = POLLIN},
    };

    for (;;) {
        uint64_t now = boot_clock_ms();
        char line[16];
        ssize_t length;

        if (now >= deadline || poll(events, COUNT(events), (int)(deadline - now)) == 0)
            return -ETIME;
        if (events[1].revents != 0)
            return -EINTR;
        if (events[0].revents == 0 && events[2].revents == 0)
            continue; /* a signal that means nothing here */
        length = read(ready, line, sizeof line);
        if (length <= 0)
            return -ECHILD;
        if (memchr(line, '\n', (size_t)length) != NULL)
            return 0; /* a number without its newline: it comes in the next piece */
    }
}

static void remove_authority(const struct x_server *server, int state_dir)
{
    char name[MAX_ARGUMENT];

    authority_name(server->display, name);
    (void)unlinkat(state_dir, name, 0);
}

static int make_authority(struct x_server *server, int state_dir)
{
    char name[MAX_ARGUMENT];
    int result = x_cookie_make(&server->cookie);

    if (result < 0)
        return result;
    authority_name(server->display, name);
    return x_authority_write_file(state_dir, name, &server->cookie, server->display);
}

/* With -displayfd a server makes no lock file and takes over the socket of another one. */
static bool is_taken(int display)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool taken;

    if (fd < 0)
        return false;
    (void)snprintf(address.sun_path, sizeof address.sun_path, "/tmp/.X11-unix/X%d", display);
    taken = connect(fd, (const struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return taken;
}

int x_server_start(const struct launch_options *options, int state_dir, int stop_fd,
                   struct x_server *ret_server)
{
    struct x_server server = {.display = options->display, .process = {.fd = -1}};
    int ready[2];
    int result;

    if (is_taken(options->display))
        return -EADDRINUSE;
    result = make_authority(&server, state_dir);
    if (result < 0)
        return result;
    if (pipe2(ready, O_CLOEXEC) < 0) {
        result = -errno;
        remove_authority(&server, state_dir);
        return result;
    }
    /* Not SIGKILL: Xorg gives the console back before it ends. */
    result = child_process_fork(SIGTERM, &server.process);
    if (result == 0)
        run_server(options, ready[1]);
    close(ready[1]);
    if (result > 0)
        result = wait_until_ready(&server, ready[0], stop_fd);
    close(ready[0]);
    if (result < 0) {
        child_process_end(&server.process, STOP_TIMEOUT_MS);
        remove_authority(&server, state_dir);
        return result;
    }
    *ret_server = server;
    return 0;
}

void x_server_stop(struct x_server *server, int state_dir)
{
    if (server->process.pid == 0)
        return;
    child_process_end(&server->process, STOP_TIMEOUT_MS);
    remove_authority(server, state_dir);
}
