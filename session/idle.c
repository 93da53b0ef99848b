/* Watches for a person's input, and for its absence.
 * Runs as: the kiosk user, in the main thread. */
#include "idle.h"

#include <X11/extensions/XInput2.h>
#include <X11/extensions/dpms.h>

#include "log.h"

/* After input that counts, none is asked for during this time. So next to none of the keys that
 * are typed reach this process, a fast mouse wakes it rarely, and idleness is told that much late.
 */
enum { REST_MS = 2000 };

/* After motion that does not count, motion is not asked for. */
enum { MOTION_REST_MS = 200 };

enum attention { ATTEND_NOTHING, ATTEND_NO_MOTION, ATTEND_ALL };

static void attend(struct idle_watch *watch, enum attention attention)
{
    static const int kinds[] = {XI_RawKeyPress, XI_RawKeyRelease, XI_RawButtonPress,
                                XI_RawTouchBegin, XI_RawMotion};
    enum { MOTION = G_N_ELEMENTS(kinds) - 1 };
    unsigned char bits[XIMaskLen(XI_LASTEVENT)] = {0};
    XIEventMask mask = {XIAllMasterDevices, sizeof bits, bits};
    size_t count = attention == ATTEND_ALL         ? MOTION + 1
                   : attention == ATTEND_NO_MOTION ? MOTION
                                                   : 0;

    for (size_t i = 0; i < count; i++)
        XISetMask(bits, kinds[i]);
    XISelectEvents(watch->x, DefaultRootWindow(watch->x), &mask, 1);
}

static void rest_pointer_here(struct idle_watch *watch)
{
    Window root, child;
    int x, y, window_x, window_y;
    unsigned buttons;

    if (XQueryPointer(watch->x, DefaultRootWindow(watch->x), &root, &child, &x, &y, &window_x,
                      &window_y, &buttons))
        input_judge_rest(&watch->judge, x, y);
}

/* The X server marks the devices that XTEST drives, and lets no client take the mark away. */
static void learn_devices(struct idle_watch *watch)
{
    Atom mark = XInternAtom(watch->x, "XTEST Device", False);
    int count = 0;
    XIDeviceInfo *devices = XIQueryDevice(watch->x, XIAllDevices, &count);

    memset(watch->is_synthetic, 0, sizeof watch->is_synthetic);
    for (int i = 0; i < count; i++) {
        Atom type = None;
        int format;
        unsigned long items, after;
        unsigned char *value = NULL;

        if (devices[i].deviceid >= IDLE_DEVICES_MAX ||
            XIGetProperty(watch->x, devices[i].deviceid, mark, 0, 1, False, AnyPropertyType, &type,
                          &format, &items, &after, &value) != Success)
            continue;
        watch->is_synthetic[devices[i].deviceid] = type != None && items == 1 && value[0] != 0;
        if (value)
            XFree(value);
    }
    if (devices)
        XIFreeDeviceInfo(devices);
}

static void on_rest_over(void *data)
{
    struct idle_watch *watch = data;

    if (watch->is_resting) { /* what happened meanwhile was not seen: take it for input */
        watch->last = boot_time_ms();
        rest_pointer_here(watch);
    }
    watch->is_resting = FALSE;
    attend(watch, ATTEND_ALL);
}

static void on_over(void *data)
{
    struct idle_watch *watch = data;
    gint64 left = watch->last + (gint64)watch->seconds * 1000 - boot_time_ms();

    if (watch->seconds == 0)
        return;
    if (left > 0) {
        boot_timer_start_ms(&watch->over, (guint64)left);
        return;
    }
    watch->seconds = 0;
    session_tell(&watch->listener, SESSION_EVENT_IDLE);
}

gboolean idle_watch_init(struct idle_watch *watch, Display *x,
                         const struct session_listener *listener)
{
    unsigned char bits[XIMaskLen(XI_LASTEVENT)] = {0};
    XIEventMask mask = {XIAllDevices, sizeof bits, bits};
    int event_base, error_base;
    int major = 2, minor = 2; /* raw events while another client grabs; touch */

    *watch = (struct idle_watch){.x = x, .listener = *listener, .last = boot_time_ms()};
    if (!XQueryExtension(x, "XInputExtension", &watch->opcode, &event_base, &error_base) ||
        XIQueryVersion(x, &major, &minor) != Success || major * 10 + minor < 22 ||
        !boot_timer_init(&watch->rest, on_rest_over, watch) ||
        !boot_timer_init(&watch->over, on_over, watch))
        return FALSE;
    XSetScreenSaver(x, 0, 0, DefaultBlanking, DefaultExposures);
    if (DPMSQueryExtension(x, &event_base, &error_base))
        DPMSDisable(x);
    XISetMask(bits, XI_HierarchyChanged);
    XISelectEvents(x, DefaultRootWindow(x), &mask, 1);
    learn_devices(watch);
    rest_pointer_here(watch);
    return TRUE;
}

void idle_watch_done(struct idle_watch *watch)
{
    boot_timer_done(&watch->rest);
    boot_timer_done(&watch->over);
}

void idle_watch_for_first_input(struct idle_watch *watch)
{
    watch->wants_input = TRUE;
    watch->is_resting = FALSE;
    attend(watch, ATTEND_ALL);
}

void idle_watch_for_idleness(struct idle_watch *watch, unsigned seconds)
{
    watch->seconds = seconds;
    boot_timer_start_ms(&watch->over, 0);
}

void idle_watch_reset(struct idle_watch *watch)
{
    watch->last = boot_time_ms();
}

static void on_input(struct idle_watch *watch)
{
    watch->last = boot_time_ms();
    watch->is_resting = TRUE;
    attend(watch, ATTEND_NOTHING);
    boot_timer_start_ms(&watch->rest, REST_MS);
    if (watch->wants_input) {
        watch->wants_input = FALSE;
        session_tell(&watch->listener, SESSION_EVENT_INPUT);
    }
}

static void on_raw(struct idle_watch *watch, const XIRawEvent *raw)
{
    struct input_fact fact = {
        .is_synthetic = raw->sourceid >= 0 && raw->sourceid < IDLE_DEVICES_MAX &&
                        watch->is_synthetic[raw->sourceid],
        .is_repeat = (raw->flags & XIKeyRepeat) != 0,
        .detail = raw->detail,
        .time = (uint32_t)raw->time,
    };
    Window root, child;
    int window_x, window_y;
    unsigned buttons;

    switch (raw->evtype) {
    case XI_RawKeyPress:
        fact.kind = INPUT_KEY_PRESS;
        break;
    case XI_RawKeyRelease:
        fact.kind = INPUT_KEY_RELEASE;
        break;
    case XI_RawButtonPress:
        fact.kind = INPUT_BUTTON;
        break;
    case XI_RawTouchBegin:
        fact.kind = INPUT_TOUCH;
        break;
    default:
        fact.kind = INPUT_MOTION;
        if (!XQueryPointer(watch->x, DefaultRootWindow(watch->x), &root, &child, &fact.x, &fact.y,
                           &window_x, &window_y, &buttons))
            return;
    }
    if (watch->is_resting) /* sent before the X server knew */
        return;
    if (input_judge_counts(&watch->judge, &fact)) {
        on_input(watch);
    } else if (fact.kind == INPUT_MOTION) {
        attend(watch, ATTEND_NO_MOTION);
        boot_timer_start_ms(&watch->rest, MOTION_REST_MS);
    }
}

gboolean idle_watch_handle(struct idle_watch *watch, XEvent *event)
{
    XGenericEventCookie *cookie = &event->xcookie;

    if (event->type != GenericEvent || cookie->extension != watch->opcode)
        return FALSE;
    if (!XGetEventData(watch->x, cookie))
        return TRUE;
    if (cookie->evtype == XI_HierarchyChanged)
        learn_devices(watch);
    else
        on_raw(watch, cookie->data);
    XFreeEventData(watch->x, cookie);
    return TRUE;
}
