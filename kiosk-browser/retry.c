/* The back-off between attempts to load the start page.
 * Runs as: the kiosk user. */
#include "retry.h"

#include <glib.h>

enum { DELAY_FIRST = 2, DELAY_MAX = 60, DOUBLINGS_MAX = 5 };

struct browser_retry {
    browser_retry_tick tick;
    void *data;
    unsigned failures;
    int cause; /* of the last one */
    unsigned left;
    guint timer;
};

unsigned browser_retry_delay(unsigned failures)
{
    if (failures >= DOUBLINGS_MAX)
        return DELAY_MAX;
    return (unsigned)DELAY_FIRST << failures;
}

static gboolean on_second(gpointer data)
{
    struct browser_retry *retry = data;
    retry->left--;
    bool over = retry->left == 0;
    if (over)
        retry->timer = 0;
    retry->tick(retry->left, retry->data);
    return over ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

struct browser_retry *browser_retry_new(browser_retry_tick tick, void *data)
{
    struct browser_retry *retry = g_new0(struct browser_retry, 1);
    retry->tick = tick;
    retry->data = data;
    return retry;
}

void browser_retry_free(struct browser_retry *retry)
{
    if (!retry)
        return;
    browser_retry_stop(retry);
    g_free(retry);
}

void browser_retry_wait(struct browser_retry *retry, int cause)
{
    browser_retry_stop(retry);
    if (cause != retry->cause)
        retry->failures = 0;
    retry->cause = cause;
    retry->left = browser_retry_delay(retry->failures++);
    retry->timer = g_timeout_add_seconds(1, on_second, retry);
    retry->tick(retry->left, retry->data);
}

void browser_retry_stop(struct browser_retry *retry)
{
    if (retry->timer > 0)
        g_source_remove(retry->timer);
    retry->timer = 0;
}

void browser_retry_succeeded(struct browser_retry *retry)
{
    browser_retry_stop(retry);
    retry->failures = 0;
}
