/* Watches the opening hours: the notices before the end, and the end.
 * Runs as: the kiosk user, in the main thread. */
#include "closing-time.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "boot-timer.h"
#include "log.h"

enum { EARLY_SECONDS = 300, LAST_SECONDS = 60, FAR_YEARS = 60 };
enum { NOTICE_NONE, NOTICE_EARLY, NOTICE_LAST };

static enum closing_step step_when_closed(struct closing_plan *plan, time_t now, gint64 boot_ms)
{
    if (plan->grace_ms == 0 && plan->notices == NOTICE_LAST)
        return CLOSING_END;
    if (plan->grace_ms == 0) {
        plan->grace_ms = boot_ms + LAST_SECONDS * 1000;
        plan->notices = NOTICE_LAST;
        plan->left = LAST_SECONDS;
        plan->next = now + LAST_SECONDS;
        return CLOSING_NOTICE;
    }
    if (boot_ms >= plan->grace_ms)
        return CLOSING_END;
    plan->next = now + (time_t)((plan->grace_ms - boot_ms + 999) / 1000);
    return CLOSING_WAIT;
}

enum closing_step closing_plan_step(struct closing_plan *plan, const struct opening *opening,
                                    time_t now, gint64 boot_ms)
{
    time_t left = opening->until - now;
    int before = plan->notices;

    if (!opening->is_open)
        return step_when_closed(plan, now, boot_ms);
    plan->grace_ms = 0;
    plan->next = 0;
    if (opening->until == 0 || left > EARLY_SECONDS) {
        plan->notices = NOTICE_NONE;
        plan->next = opening->until == 0 ? 0 : opening->until - EARLY_SECONDS;
        return CLOSING_WAIT;
    }
    if (left <= LAST_SECONDS) {
        plan->notices = NOTICE_LAST;
        plan->next = opening->until;
    } else {
        plan->notices = NOTICE_EARLY;
        plan->next = opening->until - LAST_SECONDS;
    }
    plan->left = (unsigned)left;
    return plan->notices > before ? CLOSING_NOTICE : CLOSING_WAIT;
}

/* Also runs out, with ECANCELED, when somebody sets the clock and when the machine wakes. */
static void arm(struct closing_watch *watch)
{
    struct itimerspec when = {.it_value = {.tv_sec = watch->plan.next}};

    if (watch->plan.next == 0)
        when.it_value.tv_sec = time(NULL) + (time_t)FAR_YEARS * 366 * 86400;
    timerfd_settime(watch->fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, NULL);
}

static void look(struct closing_watch *watch)
{
    time_t now = time(NULL);
    struct opening opening = opening_hours_at(watch->policy, now);
    enum closing_step step = closing_plan_step(&watch->plan, &opening, now, boot_time_ms());

    arm(watch);
    if (step == CLOSING_NOTICE) {
        session_log("closing time in %u s", watch->plan.left);
        session_tell(&watch->listener, SESSION_EVENT_CLOSING_NEAR);
    } else if (step == CLOSING_END) {
        session_request_end(&watch->listener, END_REASON_CLOSING_TIME);
    }
}

static gboolean on_readable(gint fd, GIOCondition condition, gpointer data)
{
    guint64 times;

    if (read(fd, &times, sizeof times) < 0 && errno == EAGAIN)
        return G_SOURCE_CONTINUE;
    look(data);
    return G_SOURCE_CONTINUE;
}

gboolean closing_watch_init(struct closing_watch *watch, const struct policy *policy,
                            const struct session_listener *listener)
{
    *watch = (struct closing_watch){.policy = policy, .listener = *listener};
    watch->fd = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    if (watch->fd < 0)
        return FALSE;
    watch->source = g_unix_fd_add(watch->fd, G_IO_IN, on_readable, watch);
    look(watch);
    return TRUE;
}

void closing_watch_done(struct closing_watch *watch)
{
    if (watch->source == 0)
        return;
    g_source_remove(watch->source);
    close(watch->fd);
    watch->source = 0;
}
