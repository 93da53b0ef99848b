/* What a confined proxy, a tunnel and a script can still do: each attempt by a process of its own.
 * Runs as: whoever runs the tests, root too. */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "confine.h"
#include "test.h"

static long try_exec(void)
{
    char *const words[] = {(char[]){"true"}, NULL};

    return execv("/bin/true", words);
}

static long try_ptrace(void)
{
    return ptrace(PTRACE_SEIZE, getppid(), 0, 0);
}

static long try_kill(void)
{
    return kill(getppid(), 0);
}

static long try_unshare(void)
{
    return unshare(CLONE_NEWUSER);
}

static long try_clone_namespace(void)
{
    long pid = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);

    if (pid == 0)
        _exit(0);
    return pid;
}

static long try_write_file(void)
{
    return open("/tmp/kiosk-confine", O_WRONLY | O_CREAT, 0600);
}

static long try_temporary_file(void)
{
    return open("/tmp", O_TMPFILE | O_RDWR, 0600);
}

static long try_memory_file(void)
{
    return memfd_create("x", 0);
}

static long try_packet_socket(void)
{
    return socket(AF_PACKET, SOCK_RAW, 0);
}

static long try_machine_socket(void)
{
    return socket(AF_VSOCK, SOCK_STREAM, 0);
}

static long try_ring(void)
{
    return syscall(SYS_io_uring_setup, 1, NULL);
}

static long try_read_file(void)
{
    return open("/etc/hosts", O_RDONLY);
}

static long try_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0);
}

static long try_look_up(void)
{
    struct addrinfo *addresses;

    return getaddrinfo("localhost", "443", NULL, &addresses) == 0 ? 0 : -1;
}

static long try_fork(void)
{
    pid_t pid = fork();

    if (pid == 0)
        _exit(0);
    return pid;
}

static long try_code(void)
{
    void *page =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    return page == MAP_FAILED ? -1 : 0;
}

static long try_allocate(void)
{
    void *block = malloc(1 << 20);

    return block == NULL ? -1 : (free(block), 0);
}

static const struct {
    const char *name;
    long (*attempt)(void);
    enum confine_stage narrowest; /* the last stage that may; CONFINE_PROXY - 1: none */
} attempts[] = {
    {"exec",            try_exec,            CONFINE_PROXY - 1},
    {"ptrace",          try_ptrace,          CONFINE_PROXY - 1},
    {"kill",            try_kill,            CONFINE_PROXY - 1},
    {"unshare",         try_unshare,         CONFINE_PROXY - 1},
    {"clone namespace", try_clone_namespace, CONFINE_PROXY - 1},
    {"write a file",    try_write_file,      CONFINE_PROXY - 1},
    {"temporary file",  try_temporary_file,  CONFINE_PROXY - 1},
    {"memory file",     try_memory_file,     CONFINE_PROXY - 1},
    {"packet socket",   try_packet_socket,   CONFINE_PROXY - 1},
    {"machine socket",  try_machine_socket,  CONFINE_PROXY - 1},
    {"io_uring",        try_ring,            CONFINE_PROXY - 1},
    {"read a file",     try_read_file,       CONFINE_PROXY    },
    {"socket",          try_socket,          CONFINE_PROXY    },
    {"look up",         try_look_up,         CONFINE_PROXY    },
    {"code",            try_code,            CONFINE_PROXY    },
    {"fork",            try_fork,            CONFINE_TUNNEL   },
    {"allocate",        try_allocate,        CONFINE_SCRIPT   },
};

/* What became of the attempt in a child: its exit status, or the signal that killed it. */
static int run(size_t number, enum confine_stage stage)
{
    pid_t pid = fork();
    int status = 0;

    if (pid == 0) {
        if (confine_limits() < 0 || confine_calls(CONFINE_PROXY) < 0 ||
            (stage != CONFINE_PROXY && confine_calls(stage) < 0))
            _exit(2);
        _exit(attempts[number].attempt() >= 0 ? 0 : 1);
    }
    (void)waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

int main(void)
{
    for (int stage = CONFINE_PROXY; stage <= CONFINE_SCRIPT; stage++) {
        const int refused = stage == CONFINE_SCRIPT ? 100 + SIGSYS : 1;

        for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++)
            CHECK_FOR(attempts[i].name, run(i, (enum confine_stage)stage) ==
                                            (stage <= (int)attempts[i].narrowest ? 0 : refused));
    }
    return TEST_RESULT();
}
