/* Waits for damage, then counts.
 * Runs as: whoever runs the tests. */
#include "screen-color.h"

#include <poll.h>
#include <string.h>

#include <X11/Xutil.h>
#include <X11/extensions/Xdamage.h>

bool screen_watch_begin(struct screen_watch *watch, Display *display)
{
    int error_base;
    watch->display = display;
    if (!XDamageQueryExtension(display, &watch->event_base, &error_base))
        return false;
    watch->damage = XDamageCreate(display, DefaultRootWindow(display), XDamageReportNonEmpty);
    XSync(display, False);
    return true;
}

bool screen_watch_wait(struct screen_watch *watch, int other, int timeout)
{
    struct pollfd ready[] = {
        {.fd = ConnectionNumber(watch->display), .events = POLLIN},
        {.fd = other,                            .events = POLLIN},
    };
    bool damaged = false;
    if (!XPending(watch->display) && poll(ready, 2, timeout) <= 0)
        return false;
    while (XPending(watch->display)) {
        XEvent event;
        XNextEvent(watch->display, &event);
        damaged = damaged || event.type == watch->event_base + XDamageNotify;
    }
    if (damaged)
        XDamageSubtract(watch->display, watch->damage, None, None);
    return damaged;
}

size_t screen_watch_count(const struct screen_watch *watch, uint32_t color)
{
    size_t found;
    screen_watch_counts(watch, &color, 1, &found);
    return found;
}

void screen_watch_counts(const struct screen_watch *watch, const uint32_t *colors, size_t count,
                         size_t *ret_found)
{
    Display *display = watch->display;
    XImage *image =
        XGetImage(display, DefaultRootWindow(display), 0, 0, (unsigned)DisplayWidth(display, 0),
                  (unsigned)DisplayHeight(display, 0), AllPlanes, ZPixmap);
    memset(ret_found, 0, count * sizeof *ret_found);
    for (int y = 0; image && y < image->height; y++) {
        const uint32_t *row =
            (const uint32_t *)(const void *)(image->data + y * image->bytes_per_line);
        for (int x = 0; x < image->width; x++)
            for (size_t i = 0; i < count; i++)
                ret_found[i] += (row[x] & 0xffffff) == colors[i];
    }
    if (image)
        XDestroyImage(image);
}
