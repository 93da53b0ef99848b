/* kiosk-logind, the program that holds the machine back from sleep until a session has ended.
 * Runs as: root, in kiosk-launch. */
#include "logind-watch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "config.h"

enum { CHILD_FD = 3, STOP_TIMEOUT_MS = 1000 };

static const char program[] = KIOSK_LIBEXEC_DIR "/kiosk-logind";

static _Noreturn void run(int fd)
{
    const char *const arguments[] = {program, NULL};
    const char *const environment[] = {"LANG=C.UTF-8", "PATH=/usr/bin:/bin", NULL};

    if (dup2(STDERR_FILENO, STDOUT_FILENO) == STDOUT_FILENO &&
        (fd == CHILD_FD ? fcntl(fd, F_SETFD, 0) == 0 : dup2(fd, CHILD_FD) == CHILD_FD))
        (void)execve(program, (char *const *)arguments, (char *const *)environment);
    (void)fprintf(stderr, "kiosk-launch: %s: %s\n", program, strerror(errno));
    _exit(127);
}

int logind_watch_start(struct logind_watch *watch)
{
    int pair[2];
    int result;

    *watch = (struct logind_watch){.process = {.fd = -1}, .fd = -1};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        return -errno;
    result = child_process_fork(SIGTERM, &watch->process);
    if (result == 0)
        run(pair[1]);
    close(pair[1]);
    if (result < 0) {
        close(pair[0]);
        return result;
    }
    watch->fd = pair[0];
    return 0;
}

void logind_watch_stop(struct logind_watch *watch)
{
    if (watch->fd >= 0)
        close(watch->fd);
    watch->fd = -1;
    child_process_end(&watch->process, STOP_TIMEOUT_MS);
}

char logind_watch_read(const struct logind_watch *watch)
{
    char word = 0;

    if (recv(watch->fd, &word, sizeof word, MSG_DONTWAIT) == 1 &&
        (word == LOGIND_SUSPEND || word == LOGIND_SHUTDOWN))
        return word;
    return 0;
}

void logind_watch_let_go(const struct logind_watch *watch)
{
    static const char word = LOGIND_GO;

    if (watch->fd >= 0)
        (void)send(watch->fd, &word, sizeof word,
                   MSG_DONTWAIT | MSG_NOSIGNAL); /* or it has ended */
}
