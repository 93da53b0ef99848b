/* Watches for input and for its absence by alarms of the X server; nothing polls.
 * Runs as: the kiosk user, in the main thread. */
#include "idle.h"

#include <X11/extensions/dpms.h>

/* The first input is seen as a fall of the counter below this; what matters is only that it is
 * small against the time between two events of a hand. */
enum { FIRST_INPUT_MS = 1 };

static XSyncCounter find_counter(Display *x, const char *name)
{
    int count = 0;
    XSyncSystemCounter *counters = XSyncListSystemCounters(x, &count);
    XSyncCounter found = None;

    for (int i = 0; i < count; i++)
        if (g_strcmp0(counters[i].name, name) == 0)
            found = counters[i].counter;
    if (counters)
        XSyncFreeSystemCounterList(counters);
    return found;
}

gboolean idle_watch_init(struct idle_watch *watch, Display *x,
                         const struct session_listener *listener)
{
    int error_base, major, minor;

    *watch = (struct idle_watch){.x = x, .listener = *listener};
    if (!XSyncQueryExtension(x, &watch->event_base, &error_base) ||
        !XSyncInitialize(x, &major, &minor))
        return FALSE;
    XSetScreenSaver(x, 0, 0, DefaultBlanking, DefaultExposures);
    if (DPMSQueryExtension(x, &major, &minor))
        DPMSDisable(x);
    watch->counter = find_counter(x, "IDLETIME");
    return watch->counter != None;
}

static void disarm(struct idle_watch *watch, XSyncAlarm *alarm)
{
    if (*alarm != None)
        XSyncDestroyAlarm(watch->x, *alarm);
    *alarm = None;
}

static XSyncAlarm arm(struct idle_watch *watch, XSyncTestType test, unsigned milliseconds)
{
    XSyncAlarmAttributes attributes = {.events = True};

    disarm(watch, &watch->input);
    disarm(watch, &watch->idle);
    attributes.trigger.counter = watch->counter;
    attributes.trigger.value_type = XSyncAbsolute;
    attributes.trigger.test_type = test;
    XSyncIntToValue(&attributes.trigger.wait_value, (int)milliseconds);
    XSyncIntToValue(&attributes.delta, 0);
    return XSyncCreateAlarm(watch->x,
                            XSyncCACounter | XSyncCAValueType | XSyncCATestType | XSyncCAValue |
                                XSyncCADelta | XSyncCAEvents,
                            &attributes);
}

void idle_watch_for_first_input(struct idle_watch *watch)
{
    /* A transition: input from before this call does not count. */
    watch->input = arm(watch, XSyncNegativeTransition, FIRST_INPUT_MS);
}

void idle_watch_for_idleness(struct idle_watch *watch, unsigned seconds)
{
    watch->idle = arm(watch, XSyncPositiveComparison, seconds * 1000);
}

void idle_watch_reset(struct idle_watch *watch)
{
    XResetScreenSaver(watch->x);
}

gboolean idle_watch_handle(struct idle_watch *watch, const XEvent *event)
{
    const XSyncAlarmNotifyEvent *notify = (const XSyncAlarmNotifyEvent *)event;

    if (event->type != watch->event_base + XSyncAlarmNotify)
        return FALSE;
    if (notify->state == XSyncAlarmDestroyed || notify->alarm == None)
        return TRUE;
    if (notify->alarm == watch->input) {
        disarm(watch, &watch->input);
        session_tell(&watch->listener, SESSION_EVENT_INPUT);
    } else if (notify->alarm == watch->idle) {
        disarm(watch, &watch->idle);
        session_tell(&watch->listener, SESSION_EVENT_IDLE);
    }
    return TRUE;
}
