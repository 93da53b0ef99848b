/* The network of a session: loopback, and on it the one way out.
 * Runs as: root, in a session leader. */
#include "session-network.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

/* A socket with a path is reached from any network. Those of the machine's services that ask a DNS
 * server for whoever asks them, or reconfigure the network, lie in these folders; a session whose
 * names are looked up by the proxy needs none of them, nor resolv.conf. */
static const char *const covered[] = {
    "/run/NetworkManager", "/run/resolvconf", "/run/systemd/resolve", "/run/nscd", "/run/dbus",
};

int session_network_prepare(struct session_network *network)
{
    *network = (struct session_network){.space = -1, .listener = -1};
    network->machine_view = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
    return network->machine_view < 0 ? -errno : 0;
}

static int raise_loopback(int fd)
{
    struct ifreq request = {.ifr_name = "lo"};

    if (ioctl(fd, SIOCGIFFLAGS, &request) < 0)
        return -errno;
    request.ifr_flags |= IFF_UP;
    return ioctl(fd, SIOCSIFFLAGS, &request) < 0 ? -errno : 0;
}

/* A listening socket belongs for ever to the network that it was made in. */
static int open_listener(void)
{
    const struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(SESSION_NETWORK_PROXY_PORT),
        .sin_addr = {htonl(INADDR_LOOPBACK)},
    };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int result;

    if (fd < 0)
        return -errno;
    result = raise_loopback(fd);
    if (result == 0 && (bind(fd, (const struct sockaddr *)&address, sizeof address) < 0 ||
                        listen(fd, SOMAXCONN) < 0))
        result = -errno;
    if (result < 0) {
        close(fd);
        return result;
    }
    return fd;
}

int session_network_make(struct session_network *network)
{
    int machine = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
    int result = 0;

    if (machine < 0)
        return -errno;
    if (unshare(CLONE_NEWNET) < 0) {
        result = -errno;
        close(machine);
        return result;
    }
    network->space = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
    network->listener = network->space < 0 ? -errno : open_listener();
    if (network->listener < 0)
        result = network->listener;
    if (setns(machine, CLONE_NEWNET) < 0)
        result = -errno;
    close(machine);
    return result;
}

int session_network_enter(const struct session_network *network)
{
    if (setns(network->space, CLONE_NEWNET) < 0)
        return -errno;
    for (size_t i = 0; i < sizeof covered / sizeof covered[0]; i++)
        if (mount("webmail-kiosk:covered", covered[i], "tmpfs",
                  MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC,
                  "size=4k,nr_inodes=1,mode=555") < 0 &&
            errno != ENOENT)
            return -errno;
    return 0;
}
