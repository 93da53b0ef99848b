/* A child that ends when its parent does.
 * Runs as: root, in kiosk-launch and its session leaders. */
#include "child-process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

void child_process_follow_parent(int death_signal, pid_t parent)
{
    (void)prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0); /* a valid signal: cannot fail */
    if (getppid() != parent)                              /* it ended before we asked */
        _exit(1);
}

static void begin_child(int death_signal, pid_t parent)
{
    sigset_t none;
    int null;

    child_process_follow_parent(death_signal, parent);
    (void)setsid(); /* Ctrl+C on a terminal is for the launcher, which ends the others in order */
    (void)signal(SIGPIPE, SIG_DFL);
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0)
        _exit(1);
}

int child_process_fork(int death_signal, struct child_process *ret_child)
{
    pid_t parent = getpid();
    pid_t pid = fork();
    int fd;

    if (pid < 0)
        return -errno;
    if (pid == 0) {
        begin_child(death_signal, parent);
        return 0;
    }
    fd = pidfd_open(pid, 0);
    if (fd < 0) {
        int error = -errno;

        (void)kill(pid, SIGKILL);
        (void)waitpid(pid, NULL, 0);
        return error;
    }
    *ret_child = (struct child_process){.pid = pid, .fd = fd};
    return 1;
}

bool child_process_wait(struct child_process *child, int timeout_ms, int *ret_status)
{
    struct pollfd ended = {.fd = child->fd, .events = POLLIN};

    if (poll(&ended, 1, timeout_ms) <= 0)
        return false;
    while (waitpid(child->pid, ret_status, 0) < 0 && errno == EINTR)
        continue;
    close(child->fd);
    *child = (struct child_process){.fd = -1};
    return true;
}

void child_process_end(struct child_process *child, int timeout_ms)
{
    int status;

    if (child->pid == 0)
        return;
    (void)pidfd_send_signal(child->fd, SIGTERM, NULL, 0); /* ESRCH: it has ended already */
    if (child_process_wait(child, timeout_ms, &status))
        return;
    (void)pidfd_send_signal(child->fd, SIGKILL, NULL, 0);
    (void)child_process_wait(child, -1, &status);
}
