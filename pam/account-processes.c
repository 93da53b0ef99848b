/* The processes of a kiosk account: how many there are, and their end.
 * Runs as: root. */
#include "account-processes.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "boot-clock.h"

/* What a scan of /proc is for. */
struct scan {
    uid_t uid;
    bool kill;
    unsigned count;
    int survivor; /* a pidfd of one that was found, to wait on; -1: none */
};

/* True when one of the four user ids in the "Uid:" line of STATUS is UID, and it is not dead. */
static bool status_matches(const char *status, uid_t uid)
{
    const char *state = strstr(status, "\nState:\t");
    const char *ids = strstr(status, "\nUid:\t");

    if (state == NULL || ids == NULL || state[8] == 'Z' || state[8] == 'X')
        return false;
    ids += strlen("\nUid:\t");
    for (int i = 0; i < 4; i++) {
        char *end;

        if (strtoul(ids, &end, 10) == uid)
            return true;
        ids = end;
    }
    return false;
}

static bool process_matches(int proc, const char *pid, uid_t uid)
{
    char path[64];
    char status[1024]; /* the lines wanted are among the first ten */
    ssize_t length;
    int fd;

    (void)snprintf(path, sizeof path, "%.20s/status", pid);
    fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false; /* it has just ended */
    length = read(fd, status, sizeof status - 1);
    close(fd);
    if (length <= 0)
        return false;
    status[length] = '\0';
    return status_matches(status, uid);
}

/* Looks at one process. The pidfd comes before the second look: what is killed is what was seen. */
static void scan_process(struct scan *scan, int proc, const char *name)
{
    int pidfd;

    if (!process_matches(proc, name, scan->uid))
        return;
    pidfd = pidfd_open((pid_t)strtol(name, NULL, 10), 0);
    if (pidfd < 0)
        return;
    if (process_matches(proc, name, scan->uid)) {
        scan->count++;
        if (scan->kill)
            (void)pidfd_send_signal(pidfd, SIGKILL, NULL, 0); /* the next scan tells */
        if (scan->survivor < 0) {
            scan->survivor = pidfd;
            return;
        }
    }
    close(pidfd);
}

static int scan_all(struct scan *scan)
{
    DIR *proc = opendir("/proc");
    const struct dirent *entry;

    if (proc == NULL)
        return -errno;
    while ((entry = readdir(proc)) != NULL) {
        if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
            scan_process(scan, dirfd(proc), entry->d_name);
    }
    closedir(proc);
    return 0;
}

int account_processes_count(uid_t uid)
{
    struct scan scan = {.uid = uid, .survivor = -1};
    int result = scan_all(&scan);

    if (scan.survivor >= 0)
        close(scan.survivor);
    return result < 0 ? result : (int)scan.count;
}

/* One kill(-1) as the account itself: the kernel does it in one go, so that a fork bomb cannot
 * outrun it as it outruns a scan. The real and effective ids must both be the account's, or root's
 * own processes would be meant as well. */
static void kill_all_as(uid_t uid)
{
    pid_t child = fork();

    if (child == 0) {
        uid_t real = 0;
        uid_t effective = 0;
        uid_t saved = 0;

        if (syscall(SYS_setresuid, uid, uid, uid) == 0 &&
            getresuid(&real, &effective, &saved) == 0 && real == uid && effective == uid &&
            saved == uid && uid != 0)
            (void)kill(-1, SIGKILL);
        _exit(0);
    }
    while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
        continue;
}

/* Kills and looks again until nobody is left. The count, or -ETIME. */
static int kill_until_none(uid_t uid, uint64_t deadline)
{
    unsigned killed = 0;

    for (;;) {
        struct scan scan = {.uid = uid, .kill = true, .survivor = -1};
        struct pollfd ended = {.events = POLLIN};
        uint64_t now;
        int result = scan_all(&scan);

        if (result < 0 || scan.count == 0)
            return result < 0 ? result : (int)killed;
        if (scan.count > killed)
            killed = scan.count; /* the slow to die are seen more than once */
        kill_all_as(uid);
        ended.fd = scan.survivor;
        now = boot_clock_ms();
        if (now < deadline)
            (void)poll(&ended, 1, (int)(deadline - now));
        close(scan.survivor);
        if (now >= deadline)
            return -ETIME;
    }
}

int account_processes_kill(uid_t uid, unsigned timeout_ms)
{
    uint64_t deadline = boot_clock_ms() + timeout_ms;
    int niceness;
    int result;

    if (uid == 0)
        return -EPERM;
    niceness = getpriority(PRIO_PROCESS, 0);
    /* Hundreds of busy processes must not starve the one that ends them. */
    (void)setpriority(PRIO_PROCESS, 0, -20);
    result = kill_until_none(uid, deadline);
    (void)setpriority(PRIO_PROCESS, 0, niceness);
    return result;
}
