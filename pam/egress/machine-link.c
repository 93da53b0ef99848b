/* Looks at the machine's network devices.
 * Runs as: an account without rights, in the machine's network; owns nothing. */
#include "machine-link.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

static bool is_in_use(const struct ifaddrs *device)
{
    const unsigned wanted = IFF_UP | IFF_RUNNING;
    const struct sockaddr_in6 *address6 = (const void *)device->ifa_addr;

    if (device->ifa_addr == NULL || (device->ifa_flags & IFF_LOOPBACK) != 0 ||
        (device->ifa_flags & wanted) != wanted)
        return false;
    if (device->ifa_addr->sa_family == AF_INET)
        return true;
    /* A link-local address is given by nobody; each device has one. */
    return device->ifa_addr->sa_family == AF_INET6 && !IN6_IS_ADDR_LINKLOCAL(&address6->sin6_addr);
}

bool machine_link_is_up(void)
{
    struct ifaddrs *devices;
    bool is_up = false;

    if (getifaddrs(&devices) < 0)
        return true;
    for (const struct ifaddrs *device = devices; device != NULL; device = device->ifa_next)
        is_up = is_up || is_in_use(device);
    freeifaddrs(devices);
    return is_up;
}

void machine_link_address(char ret_address[MACHINE_ADDRESS_MAX])
{
    struct ifaddrs *devices;

    strcpy(ret_address, "127.0.0.1");
    if (getifaddrs(&devices) < 0)
        return;
    for (const struct ifaddrs *device = devices; device != NULL; device = device->ifa_next) {
        if (!is_in_use(device) || device->ifa_addr->sa_family != AF_INET)
            continue;
        (void)inet_ntop(AF_INET,
                        &((const struct sockaddr_in *)(const void *)device->ifa_addr)->sin_addr,
                        ret_address, MACHINE_ADDRESS_MAX);
        break;
    }
    freeifaddrs(devices);
}
