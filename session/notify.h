/* Desktop notifications, from a thread of their own.
 * Runs as: the kiosk user; the calls below in the main thread, libnotify in the worker. */
#pragma once

#include <glib.h>

#include "listener.h"

/* libnotify's calls wait for the daemon, up to 25 s. Nothing here does: each call hands its order
 * to the worker. A notification that cannot be shown is logged; the shell shows the same. */
struct notifier;

/* Starts the worker. "Stay" and "End now" are told in the main thread. Never freed: at the end of
 * the process the worker may be waiting for a daemon that does not answer. BUS_ADDRESS is the
 * session bus. */
struct notifier *notifier_new(const char *bus_address, const struct session_listener *listener);

/* Shows that the session ends in SECONDS, counting down, until notifier_close. */
void notifier_warn(struct notifier *notifier, unsigned seconds);

/* Shows that the longest duration is reached in SECONDS, for a while. */
void notifier_last_minute(struct notifier *notifier, unsigned seconds);

/* Says that the opening hours end in SECONDS. */
void notifier_closing(struct notifier *notifier, unsigned seconds);

/* Says that the session's memory is almost full, and what to do. */
void notifier_room_low(struct notifier *notifier);

void notifier_close(struct notifier *notifier);
