/* Starts one child process with an environment, descriptors and signals of its own.
 * Runs as: the kiosk user, in the main thread. */
#include "spawn.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { PASSED_FD = 3, NOT_EXECUTED = 127 };

static const char listen_pid[] = "LISTEN_PID=";

static void reset_signals(void)
{
    sigset_t none;

    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* The child's side, between fork and exec: async-signal-safe calls only, threads may hold locks. */
static _Noreturn void become(const struct spawn *spawn, char **environment, char *pid_text,
                             pid_t parent)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    reset_signals();
    if (null < 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
        _exit(NOT_EXECUTED);
    if (dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0 ||
        (spawn->quiet && dup2(null, STDERR_FILENO) < 0))
        _exit(NOT_EXECUTED);
    /* Every other descriptor is close-on-exec; dup2 leaves the flag off on its copy alone. */
    if (spawn->fd == PASSED_FD ? fcntl(PASSED_FD, F_SETFD, 0) < 0
                               : spawn->fd >= 0 && dup2(spawn->fd, PASSED_FD) < 0)
        _exit(NOT_EXECUTED);
    if (pid_text) {
        char digits[16];
        int count = 0;

        for (pid_t pid = getpid(); pid > 0; pid /= 10)
            digits[count++] = (char)('0' + pid % 10);
        while (count > 0)
            *pid_text++ = digits[--count];
        *pid_text = '\0';
    }
    execve(spawn->argv[0], (char *const *)spawn->argv, environment);
    _exit(NOT_EXECUTED);
}

GPid spawn_child(const struct spawn *spawn)
{
    g_autoptr(GPtrArray) environment = g_ptr_array_new();
    char pid_line[sizeof listen_pid + 16] = "LISTEN_PID=";
    char listen_fds[] = "LISTEN_FDS=1";
    pid_t parent = getpid();
    pid_t child;

    for (char **line = spawn->environment; *line; line++)
        g_ptr_array_add(environment, *line);
    if (spawn->listens) {
        g_ptr_array_add(environment, pid_line);
        g_ptr_array_add(environment, listen_fds);
    }
    g_ptr_array_add(environment, NULL);

    child = fork();
    if (child == 0)
        become(spawn, (char **)environment->pdata,
               spawn->listens ? pid_line + sizeof listen_pid - 1 : NULL, parent);
    return child;
}
