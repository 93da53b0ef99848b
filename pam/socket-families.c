/* The kinds of sockets that a session may make.
 * Runs as: the kiosk account, in the session's process 1.
 *
 * A network namespace does not hold every family: a vsock speaks to the machine that this one runs
 * on, Bluetooth to who is near. And each family is kernel code that a session can do without. */
#include "socket-families.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "add this architecture's AUDIT_ARCH; it must have a socket call of its own"
#endif

enum { X32_BIT = 0x40000000 };

#define LOAD(member) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, member))
#define IF_EQUAL(value, skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), (skip), 0)
#define IF_LESS_SKIP(value, skip) BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, (value), 0, (skip))
#define RETURN(verdict) BPF_STMT(BPF_RET | BPF_K, (verdict))
#define REFUSE RETURN(SECCOMP_RET_ERRNO | EAFNOSUPPORT)

int socket_families_limit(void)
{
    /* 32-bit programs have another way to make sockets; there are none in a kiosk. io_uring makes
     * sockets too, and asks no filter. */
    struct sock_filter filter[] = {
        LOAD(arch),
        IF_EQUAL(ARCHITECTURE, 1),
        RETURN(SECCOMP_RET_ERRNO | ENOSYS),
        LOAD(nr),
        IF_LESS_SKIP(X32_BIT, 1),
        RETURN(SECCOMP_RET_ERRNO | ENOSYS),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_io_uring_setup, 0, 1),
        RETURN(SECCOMP_RET_ERRNO | ENOSYS),
        IF_EQUAL(SYS_socket, 1),
        RETURN(SECCOMP_RET_ALLOW),
        LOAD(args[0]), /* the lower half on little-endian machines, as these are */
        IF_EQUAL(AF_UNIX, 4),
        IF_EQUAL(AF_INET, 3),
        IF_EQUAL(AF_INET6, 2),
        IF_EQUAL(AF_NETLINK, 1),
        REFUSE,
        RETURN(SECCOMP_RET_ALLOW),
    };
    const struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};

    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) < 0)
        return -errno;
    return 0;
}
