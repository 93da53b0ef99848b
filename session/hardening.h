/* What the session gives up before it does anything else.
 * Runs as: the kiosk user; refuses root. */
#pragma once

#include <stdbool.h>

/* Refuses uid 0 and setuid starts, forbids new privileges, core dumps and ptrace by the same
 * account, and marks every descriptor from 3 up close-on-exec. False: a reason has been logged and
 * the program must exit. */
bool session_harden(void);
