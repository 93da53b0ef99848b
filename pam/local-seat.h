/* Is somebody sitting in front of this machine?
 * Runs as: root, in the PAM application's process. */
#pragma once

#include <security/pam_modules.h>
#include <stdbool.h>

/* What the application says about where the user is; all may be NULL. */
struct local_seat {
    const char *tty;
    const char *display;
    const char *remote_host;
};

struct local_seat local_seat_of(pam_handle_t *pamh);

/* True for a virtual terminal ("tty1", "/dev/tty1") or an X display of this machine (":0"), and
 * nothing that hints at another machine. Pseudo terminals and serial lines are not a seat. */
bool local_seat_is_local(const struct local_seat *seat);

/* The number of the X display, or -1 when the session does not run on one. */
int local_seat_display(const struct local_seat *seat);
