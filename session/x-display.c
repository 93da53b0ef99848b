/* The connection to the session's X server, in the main loop, and what happens when it breaks.
 * Runs as: the kiosk user, in the main thread. */
#include "x-display.h"

#include <X11/Xlibint.h>
#undef max
#undef min
#include <poll.h>
#include <sys/socket.h>

#include "log.h"

struct x_source {
    GSource source;
    struct x_display *display;
};

static void lose(struct x_display *display)
{
    if (display->lost)
        return;
    display->lost = TRUE;
    session_tell(&display->listener, SESSION_EVENT_X_LOST);
}

/* Xlib's error handlers know no user data; the display's extension list carries ours, so that no
 * variable outside a function is needed. */
enum { EXTENSION_DATA = 0x6b696f73 };

static struct x_display *display_of(Display *x)
{
    XEDataObject object = {.display = x};
    XExtData *data = XFindOnExtensionList(XEHeadOfExtensionList(object), EXTENSION_DATA);

    return data ? (struct x_display *)data->private_data : NULL;
}

static int keep_data(XExtData *data)
{
    return 0; /* ours is not Xlib's to free */
}

static int on_error(Display *x, XErrorEvent *error)
{
    struct x_display *display = display_of(x);

    /* A window that its owner destroyed while we asked about it. */
    if (error->error_code == BadWindow || error->error_code == BadDrawable ||
        error->error_code == BadMatch)
        return 0;
    session_log("X error %d for request %d.%d", error->error_code, error->request_code,
                error->minor_code);
    if (display)
        lose(display);
    return 0;
}

static void on_io_error(Display *x, void *data)
{
    session_log("the X server is gone");
    lose(data);
}

static int on_io_error_quiet(Display *x)
{
    return 0; /* the exit handler speaks and, unlike this one, returns */
}

static gboolean prepare(GSource *source, gint *timeout)
{
    struct x_display *display = ((struct x_source *)source)->display;

    *timeout = -1;
    return !display->lost && XPending(display->x) > 0;
}

static gboolean check(GSource *source)
{
    struct x_display *display = ((struct x_source *)source)->display;

    return !display->lost && XPending(display->x) > 0;
}

static gboolean dispatch(GSource *source, GSourceFunc callback, gpointer data)
{
    struct x_display *display = ((struct x_source *)source)->display;
    XEvent event;

    while (!display->lost && XPending(display->x) > 0) {
        XNextEvent(display->x, &event);
        if (!display->lost)
            display->on_x_event(display->data, &event);
    }
    return display->lost ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

gboolean x_display_init(struct x_display *display, const char *name,
                        const struct session_listener *listener)
{
    static GSourceFuncs functions = {.prepare = prepare, .check = check, .dispatch = dispatch};
    XEDataObject object;
    XExtData *data;

    display->listener = *listener;
    display->x = XOpenDisplay(name);
    if (!display->x)
        return FALSE;
    display->root = DefaultRootWindow(display->x);

    data = Xcalloc(1, sizeof *data);
    data->number = EXTENSION_DATA;
    data->private_data = (XPointer)display;
    data->free_private = keep_data;
    object.display = display->x;
    XAddToExtensionList(XEHeadOfExtensionList(object), data);
    XSetErrorHandler(on_error);
    XSetIOErrorHandler(on_io_error_quiet);
    XSetIOErrorExitHandler(display->x, on_io_error, display);

    display->source = g_source_new(&functions, sizeof(struct x_source));
    ((struct x_source *)display->source)->display = display;
    g_source_add_unix_fd(display->source, ConnectionNumber(display->x), G_IO_IN | G_IO_HUP);
    g_source_attach(display->source, NULL);
    return TRUE;
}

void x_display_done(struct x_display *display)
{
    if (display->source) {
        g_source_destroy(display->source);
        g_clear_pointer(&display->source, g_source_unref);
    }
    if (display->x && !display->lost)
        XCloseDisplay(display->x);
    display->x = NULL;
}

void x_display_check(struct x_display *display)
{
    struct pollfd poll_fd = {.events = POLLIN};

    if (display->lost)
        return;
    poll_fd.fd = ConnectionNumber(display->x);
    if (poll(&poll_fd, 1, 0) == 1 && (poll_fd.revents & (POLLHUP | POLLERR)))
        lose(display);
}
