/* The proxy of a session: kiosk-proxy, started and started again.
 * Runs as: root, in a session leader. */
#include "egress-proxy.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "config.h"
#include "privileges.h"

enum { LISTENER_FD = 3, STARTS_MAX = 5, STOP_TIMEOUT_MS = 1000, OPTION_MAX = 4200 };

static const char program[] = KIOSK_LIBEXEC_DIR "/kiosk-proxy";

/* Outside of the session's mounts, which cover resolv.conf and must not be kept busy. */
static _Noreturn void run_proxy(const struct egress_proxy *proxy, const struct identity *own,
                                pid_t leader)
{
    char option[OPTION_MAX];
    const char *const arguments[] = {program, option, NULL};
    const char *const environment[] = {"LANG=C.UTF-8", "PATH=/usr/bin:/bin", NULL};
    int length = snprintf(option, sizeof option, "--policy=%s", proxy->policy);

    if (length < 0 || (size_t)length >= sizeof option ||
        setns(proxy->network->machine_view, CLONE_NEWNS) < 0 || chdir("/") < 0 ||
        dup2(proxy->network->listener, LISTENER_FD) < 0 || fcntl(LISTENER_FD, F_SETFD, 0) < 0 ||
        privileges_drop(own) < 0) {
        (void)fprintf(stderr, "kiosk-launch: proxy not begun: %s\n", strerror(errno));
        _exit(126);
    }
    child_process_follow_parent(SIGKILL, leader);
    (void)execve(program, (char *const *)arguments, (char *const *)environment);
    (void)fprintf(stderr, "kiosk-launch: %s: %s\n", program, strerror(errno));
    _exit(127);
}

int egress_proxy_start(struct egress_proxy *proxy)
{
    const struct identity own = {.uid = EGRESS_PROXY_ID, .gid = EGRESS_PROXY_ID};
    pid_t leader = getpid();
    int result;

    if (getpwuid(EGRESS_PROXY_ID) != NULL || getgrgid(EGRESS_PROXY_ID) != NULL)
        return -EEXIST;
    proxy->starts++;
    result = child_process_fork(SIGKILL, &proxy->process);
    if (result == 0)
        run_proxy(proxy, &own, leader);
    return result < 0 ? result : 0;
}

bool egress_proxy_revive(struct egress_proxy *proxy)
{
    int status = 0;
    int result;

    if (!child_process_wait(&proxy->process, 0, &status))
        return true;
    (void)fprintf(stderr, "kiosk-launch: proxy ended (%s %d)\n",
                  WIFSIGNALED(status) ? "signal" : "exit",
                  WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    if (proxy->starts >= STARTS_MAX)
        return false;
    result = egress_proxy_start(proxy);
    if (result < 0)
        (void)fprintf(stderr, "kiosk-launch: no proxy: %s\n", strerror(-result));
    return result == 0;
}

void egress_proxy_stop(struct egress_proxy *proxy)
{
    child_process_end(&proxy->process, STOP_TIMEOUT_MS);
}
