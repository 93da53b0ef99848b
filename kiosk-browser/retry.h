/* Waits longer each time before the start page is tried again.
 * Runs as: the kiosk user. */
#pragma once

#include <stdbool.h>

/* Seconds to wait before attempt number FAILURES + 1: 2, 4, 8, 16, 32, then 60 for ever. */
unsigned browser_retry_delay(unsigned failures);

struct browser_retry;

/* Called each second with the whole seconds LEFT; at 0 it is time to try. */
typedef void (*browser_retry_tick)(unsigned left, void *data);

struct browser_retry *browser_retry_new(browser_retry_tick tick, void *data);
void browser_retry_free(struct browser_retry *retry);

/* Counts one more failure and starts the wait. CAUSE is any number that tells one kind of failure
 * from another: where it changes, something moves, and the waits begin anew. */
void browser_retry_wait(struct browser_retry *retry, int cause);

/* Stops a wait; a load is under way, or the page beneath can be used. */
void browser_retry_stop(struct browser_retry *retry);

/* The page is there: the next failure begins at the shortest wait. */
void browser_retry_succeeded(struct browser_retry *retry);
