/* The first process of a session's own PID namespace.
 * Runs as: root for its first steps, then the kiosk account.
 *
 * It stays: it collects what the session's processes leave behind, and the kernel lets no other
 * process of the session end it. */
#include "session-init.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "config.h"
#include "socket-families.h"

enum { END_FD = 3, EXIT_SETUP = 126, EXIT_EXEC = 127, EXIT_SIGNAL = 128 };

static const char program[] = KIOSK_LIBEXEC_DIR "/kiosk-session";

/* Ends with the leader. The kernel forgets this wish at each change of user, so it is uttered
 * again; the pipe tells whether the leader was gone by then, since a parent outside the namespace
 * has no number here to compare. */
static int follow_leader(const struct session_plan *plan)
{
    struct pollfd alive = {.fd = plan->alive[0], .events = POLLIN};

    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0)
        return -errno;
    return poll(&alive, 1, 0) == 0 ? 0 : -ESRCH;
}

/* Before the account: only root may enter a network. */
static int join_network(const struct session_plan *plan)
{
    return session_network_enter(&plan->network);
}

/* A host name that tells nothing about the machine. */
static int hide_host_name(const struct session_plan *plan)
{
    static const char name[] = "kiosk";

    if (sethostname(name, sizeof name - 1) < 0 || setdomainname("", 0) < 0)
        return -errno;
    return 0;
}

/* A /proc that knows the session's processes only. */
static int mount_proc(const struct session_plan *plan)
{
    if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, "hidepid=2") < 0)
        return -errno;
    return 0;
}

static int become_account(const struct session_plan *plan)
{
    int result = privileges_drop(&plan->identity);

    if (result < 0)
        return result;
    (void)umask(077);
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 || chdir(plan->home) < 0)
        return -errno;
    return 0;
}

static int limit_sockets(const struct session_plan *plan)
{
    return socket_families_limit();
}

/* Keys of root's own session must not be reachable. */
static int join_keyring(const struct session_plan *plan)
{
    if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) < 0 && errno != ENOSYS)
        return -errno;
    return 0;
}

static int write_authority(const struct session_plan *plan)
{
    return x_authority_write_file(AT_FDCWD, plan->authority, &plan->cookie, plan->display);
}

/* 0 from /dev/null, 1 and 2 to the log, 3 the end pipe, and nothing else. */
static int keep_descriptors(const struct session_plan *plan)
{
    if (dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
        return -errno;
    if (plan->end_pipe != END_FD && dup2(plan->end_pipe, END_FD) < 0)
        return -errno;
    if (fcntl(END_FD, F_SETFD, 0) < 0 || close_range(END_FD + 1, ~0U, 0) < 0)
        return -errno;
    return 0;
}

static const struct step {
    const char *name;
    int (*run)(const struct session_plan *plan);
} steps[] = {
    {"leader",      follow_leader   },
    {"network",     join_network    },
    {"host name",   hide_host_name  },
    {"/proc",       mount_proc      },
    {"account",     become_account  },
    {"leader",      follow_leader   },
    {"sockets",     limit_sockets   },
    {"keyring",     join_keyring    },
    {"authority",   write_authority },
    {"descriptors", keep_descriptors},
};

static pid_t start_program(const struct session_plan *plan)
{
    const char *const arguments[] = {program, NULL};
    pid_t pid = fork();
    sigset_t none;

    if (pid != 0)
        return pid;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)setsid();
    (void)execve(program, (char **)arguments, plan->environment);
    (void)fprintf(stderr, "kiosk-launch: %s: %s\n", program, strerror(errno));
    _exit(EXIT_EXEC);
}

/* Collects the dead; ends with the session program. */
static void collect(pid_t main_pid)
{
    int status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid == main_pid)
            _exit(WIFSIGNALED(status) ? EXIT_SIGNAL + WTERMSIG(status) : WEXITSTATUS(status));
    }
}

static _Noreturn void run(const struct session_plan *plan)
{
    sigset_t wanted;
    pid_t main_pid;

    (void)sigemptyset(&wanted);
    (void)sigaddset(&wanted, SIGCHLD);
    (void)sigaddset(&wanted, SIGTERM); /* these three: end_reason_signal */
    (void)sigaddset(&wanted, SIGUSR1);
    (void)sigaddset(&wanted, SIGUSR2);
    (void)sigprocmask(SIG_SETMASK, &wanted, NULL);
    close(plan->alive[1]);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        int result = steps[i].run(plan);

        if (result < 0) {
            (void)fprintf(stderr, "kiosk-launch: session not begun: %s: %s\n", steps[i].name,
                          strerror(-result));
            _exit(EXIT_SETUP);
        }
    }
    main_pid = start_program(plan);
    close(END_FD);
    if (main_pid < 0)
        _exit(EXIT_SETUP);
    for (;;) {
        int signal_number = sigwaitinfo(&wanted, NULL);

        if (signal_number == SIGCHLD)
            collect(main_pid);
        else if (signal_number > 0)
            (void)kill(main_pid, signal_number);
    }
}

int session_init_start(const struct session_plan *plan, struct child_process *ret_child)
{
    /* Not unshare: the leader forks later, and must do so in the machine's own namespace. */
    long pid =
        syscall(SYS_clone, SIGCHLD | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS, NULL,
                NULL, NULL, NULL);
    int fd;

    if (pid < 0)
        return -errno;
    if (pid == 0)
        run(plan);
    fd = pidfd_open((pid_t)pid, 0);
    if (fd < 0) {
        int error = -errno;

        (void)kill((pid_t)pid, SIGKILL);
        (void)waitpid((pid_t)pid, NULL, 0);
        return error;
    }
    *ret_child = (struct child_process){.pid = (pid_t)pid, .fd = fd};
    return 0;
}
