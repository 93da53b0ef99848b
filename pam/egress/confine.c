/* Takes from kiosk-proxy all that it does not need.
 * Runs as: an account without rights, outside of the session's network. */
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

enum {
    DESCRIPTORS_MAX = 32,
    /* The account belongs to kiosk-proxy alone (pam/egress-proxy.c): two threads of each tunnel,
     * and as much again for a second seat. */
    PROCESSES_MAX = 4 * CONFINE_TUNNELS_MAX,
    DATA_MAX = 64 << 20,
    SCRIPT_DATA_MAX = 48 << 20,
    SCRIPT_SECONDS = 1,
};

struct limit {
    int resource;
    rlim_t value;
};

static const struct limit limits[] = {
    {RLIMIT_CORE,     0              },
    {RLIMIT_FSIZE,    0              },
    {RLIMIT_NOFILE,   DESCRIPTORS_MAX},
    {RLIMIT_NPROC,    PROCESSES_MAX  },
    {RLIMIT_DATA,     DATA_MAX       },
    {RLIMIT_MEMLOCK,  0              },
    {RLIMIT_MSGQUEUE, 0              },
};

static const struct limit script_limits[] = {
    {RLIMIT_CPU,  SCRIPT_SECONDS },
    {RLIMIT_DATA, SCRIPT_DATA_MAX},
};

static int set_limits(const struct limit *table, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct rlimit both;

        if (getrlimit(table[i].resource, &both) < 0)
            return -errno;
        if (both.rlim_max > table[i].value) /* it may be lower already */
            both.rlim_max = table[i].value;
        both.rlim_cur = both.rlim_max;
        if (setrlimit(table[i].resource, &both) < 0)
            return -errno;
    }
    return 0;
}

int confine_limits(void)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
        return -errno;
    return set_limits(limits, sizeof limits / sizeof limits[0]);
}

int confine_script_limits(void)
{
    return set_limits(script_limits, sizeof script_limits / sizeof script_limits[0]);
}

#define CALL(name) SCMP_SYS(name)

/* What any C program needs to compute, and to end. */
static const int computing[] = {
    CALL(brk),          CALL(clock_getres), CALL(clock_gettime),   CALL(exit),
    CALL(exit_group),   CALL(futex),        CALL(getpid),          CALL(getrandom),
    CALL(gettid),       CALL(gettimeofday), CALL(madvise),         CALL(mremap),
    CALL(munmap),       CALL(read),         CALL(restart_syscall), CALL(rt_sigprocmask),
    CALL(rt_sigreturn), CALL(time),         CALL(write),           CALL(close),
};

/* Two threads and two sockets. */
static const int carrying[] = {
    CALL(poll),   CALL(ppoll),           CALL(prlimit64), CALL(recvfrom),          CALL(rseq),
    CALL(sendto), CALL(set_robust_list), CALL(shutdown),  CALL(sched_getaffinity),
};

/* The C library's way to look up a name, its plug-ins included; the making of connections, children
 * and sockets. */
static const int proxying[] = {
    CALL(accept4),
    CALL(access),
    CALL(alarm),
    CALL(bind),
    CALL(clock_nanosleep),
    CALL(close_range),
    CALL(connect),
    CALL(dup2),
    CALL(dup3),
    CALL(epoll_create1),
    CALL(epoll_ctl),
    CALL(epoll_pwait),
    CALL(epoll_wait),
    CALL(eventfd2),
    CALL(faccessat),
    CALL(faccessat2),
    CALL(fcntl),
    CALL(fstat),
    CALL(fstatfs),
    CALL(getcwd),
    CALL(getdents64),
    CALL(getegid),
    CALL(geteuid),
    CALL(getgid),
    CALL(getpeername),
    CALL(getppid),
    CALL(getsockname),
    CALL(getsockopt),
    CALL(getuid),
    CALL(ioctl),
    CALL(lseek),
    CALL(lstat),
    CALL(nanosleep),
    CALL(newfstatat),
    CALL(pread64),
    CALL(readlink),
    CALL(readlinkat),
    CALL(readv),
    CALL(recvmmsg),
    CALL(recvmsg),
    CALL(rt_sigaction),
    CALL(sched_yield),
    CALL(select),
    CALL(pselect6),
    CALL(sendmmsg),
    CALL(sendmsg),
    CALL(set_tid_address),
    CALL(setitimer),
    CALL(setrlimit),
    CALL(setsockopt),
    CALL(sigaltstack),
    CALL(stat),
    CALL(statfs),
    CALL(statx),
    CALL(sysinfo),
    CALL(uname),
    CALL(wait4),
    CALL(waitid),
    CALL(writev),
    /* narrower stages are entered by these two */
    CALL(prctl),
    CALL(seccomp),
};

static const struct {
    const int *calls;
    size_t count;
    enum confine_stage narrowest; /* a stage has the calls of the tables down to its own */
} tables[] = {
    {computing, sizeof computing / sizeof computing[0], CONFINE_SCRIPT},
    {carrying,  sizeof carrying / sizeof carrying[0],   CONFINE_TUNNEL},
    {proxying,  sizeof proxying / sizeof proxying[0],   CONFINE_PROXY },
};

static int allow_tables(scmp_filter_ctx filter, enum confine_stage stage)
{
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        for (size_t j = 0; stage <= tables[i].narrowest && j < tables[i].count; j++) {
            int result = seccomp_rule_add(filter, SCMP_ACT_ALLOW, tables[i].calls[j], 0);

            /* One that this architecture does not have needs no rule. */
            if (result < 0 && result != -EDOM)
                return result;
        }
    }
    return 0;
}

struct partial {
    int call;
    struct scmp_arg_cmp condition;
    enum confine_stage narrowest;
};

/* The calls of which not every use is allowed: no namespace is made, no file written, no odd
 * socket. Code is mapped by the plug-ins of the name service, which are libraries, and by nothing
 * else. */
static int allow_in_part(scmp_filter_ctx filter, enum confine_stage stage)
{
    const scmp_datum_t spaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |
                                CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
    const scmp_datum_t writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
    const scmp_datum_t code = stage == CONFINE_PROXY ? 0 : PROT_EXEC;
    const struct partial partials[] = {
        {CALL(mmap),           SCMP_A2(SCMP_CMP_MASKED_EQ, code,                             0),                            CONFINE_SCRIPT},
        {CALL(mprotect),                    SCMP_A2(SCMP_CMP_MASKED_EQ,                                 code,                    0),             CONFINE_SCRIPT},
        {CALL(clone),      SCMP_A0(SCMP_CMP_MASKED_EQ,                                spaces,                                                      0),                                        CONFINE_TUNNEL},
        {CALL(openat),                  SCMP_A2(SCMP_CMP_MASKED_EQ,                              writing,         O_RDONLY),CONFINE_PROXY},
        {CALL(socket),             SCMP_A0(SCMP_CMP_EQ, AF_UNIX),            CONFINE_PROXY                                                     },
        {CALL(socket),SCMP_A0(SCMP_CMP_EQ,       AF_INET),               CONFINE_PROXY},
        {CALL(socket),             SCMP_A0(SCMP_CMP_EQ,                         AF_INET6),                              CONFINE_PROXY                                                                    },
        {CALL(socket),SCMP_A0(SCMP_CMP_EQ,AF_NETLINK),CONFINE_PROXY},
        {CALL(socketpair),             SCMP_A0(SCMP_CMP_EQ,                                               AF_UNIX),                                                                                               CONFINE_PROXY                                                                                                                                                                                               },
    };
    /* Its arguments lie in memory, where no filter reads: the C library then takes clone. */
    int result = stage == CONFINE_SCRIPT
                     ? 0
                     : seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), CALL(clone3), 0);

    for (size_t i = 0; result >= 0 && i < sizeof partials / sizeof partials[0]; i++)
        if (stage <= partials[i].narrowest)
            result = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, partials[i].call, 1,
                                            &partials[i].condition);
    return result;
}

int confine_calls(enum confine_stage stage)
{
    scmp_filter_ctx filter =
        seccomp_init(stage == CONFINE_SCRIPT ? SCMP_ACT_KILL_PROCESS : SCMP_ACT_ERRNO(EPERM));
    int result;

    if (filter == NULL)
        return -ENOMEM;
    result = allow_tables(filter, stage);
    if (result >= 0)
        result = allow_in_part(filter, stage);
    if (result >= 0)
        result = seccomp_load(filter);
    seccomp_release(filter);
    return result < 0 ? result : 0;
}
