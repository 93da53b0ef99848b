/* Whether this machine has a network at all.
 * Runs as: an account without rights, in the machine's network; owns nothing. */
#pragma once

#include <stdbool.h>

/* True when a device other than loopback is up, has its carrier (a cable, an access point), and an
 * address that others can reach. Also true when nothing can be found out. */
bool machine_link_is_up(void);

enum { MACHINE_ADDRESS_MAX = 16 };

/* The first such address of IPv4, "127.0.0.1" when there is none (as PAC's myIpAddress wants it). */
void machine_link_address(char ret_address[MACHINE_ADDRESS_MAX]);
