/* The few window properties that GTK and outside tools expect of a window manager.
 * Runs as: the kiosk user, in the main thread. Source: Extended Window Manager Hints 1.5, ICCCM 2.
 */
#include "ewmh.h"

#include <X11/Xatom.h>
#include <X11/Xutil.h>
#include <string.h>

#include "config.h"

static const char *const names[EWMH_ATOM_COUNT] = {
    [EWMH_SUPPORTED] = "_NET_SUPPORTED",
    [EWMH_SUPPORTING_WM_CHECK] = "_NET_SUPPORTING_WM_CHECK",
    [EWMH_ACTIVE_WINDOW] = "_NET_ACTIVE_WINDOW",
    [EWMH_WM_NAME] = "_NET_WM_NAME",
    [EWMH_WM_PID] = "_NET_WM_PID",
    [EWMH_WM_STATE] = "_NET_WM_STATE",
    [EWMH_WM_STATE_FULLSCREEN] = "_NET_WM_STATE_FULLSCREEN",
    [EWMH_WM_STATE_MODAL] = "_NET_WM_STATE_MODAL",
    [EWMH_FRAME_EXTENTS] = "_NET_FRAME_EXTENTS",
    [EWMH_REQUEST_FRAME_EXTENTS] = "_NET_REQUEST_FRAME_EXTENTS",
    [EWMH_UTF8_STRING] = "UTF8_STRING",
    [EWMH_ICCCM_STATE] = "WM_STATE",
    [EWMH_ICCCM_PROTOCOLS] = "WM_PROTOCOLS",
    [EWMH_ICCCM_TAKE_FOCUS] = "WM_TAKE_FOCUS",
    [EWMH_AT_SPI_BUS] = "AT_SPI_BUS",
};

/* A property of COUNT values of 32 bits on the wire, which Xlib wants as longs. */
static void set_longs(struct ewmh *ewmh, Window window, enum ewmh_atom property, Atom type,
                      const unsigned long *values, int count)
{
    XChangeProperty(ewmh->x, window, ewmh->atoms[property], type, 32, PropModeReplace,
                    (const unsigned char *)values, count);
}

static void set_text(struct ewmh *ewmh, Window window, enum ewmh_atom property, Atom type,
                     const char *text)
{
    XChangeProperty(ewmh->x, window, ewmh->atoms[property], type, 8, PropModeReplace,
                    (const unsigned char *)text, (int)strlen(text));
}

void ewmh_init(struct ewmh *ewmh, Display *x, Window root)
{
    *ewmh = (struct ewmh){.x = x, .root = root};
    XInternAtoms(x, (char **)names, EWMH_ATOM_COUNT, False, ewmh->atoms);
    ewmh->check = XCreateSimpleWindow(x, root, -1, -1, 1, 1, 0, 0, 0);
    set_longs(ewmh, root, EWMH_SUPPORTING_WM_CHECK, XA_WINDOW, &ewmh->check, 1);
    set_longs(ewmh, ewmh->check, EWMH_SUPPORTING_WM_CHECK, XA_WINDOW, &ewmh->check, 1);
    set_text(ewmh, ewmh->check, EWMH_WM_NAME, ewmh->atoms[EWMH_UTF8_STRING], GETTEXT_PACKAGE);
    set_longs(ewmh, root, EWMH_SUPPORTED, XA_ATOM, ewmh->atoms, EWMH_SUPPORTED_COUNT);
}

void ewmh_done(struct ewmh *ewmh)
{
    if (ewmh->check != None)
        XDestroyWindow(ewmh->x, ewmh->check);
    ewmh->check = None;
}

void ewmh_announce_a11y_bus(struct ewmh *ewmh, const char *address)
{
    set_text(ewmh, ewmh->root, EWMH_AT_SPI_BUS, XA_STRING, address);
}

pid_t ewmh_window_pid(struct ewmh *ewmh, Window window)
{
    unsigned char *data = NULL;
    unsigned long count = 0, left;
    pid_t pid = -1;
    Atom type;
    int format = 0;

    if (XGetWindowProperty(ewmh->x, window, ewmh->atoms[EWMH_WM_PID], 0, 1, False, XA_CARDINAL,
                           &type, &format, &count, &left, &data) == Success &&
        data && format == 32 && count == 1)
        pid = (pid_t) * (unsigned long *)data;
    if (data)
        XFree(data);
    return pid;
}

void ewmh_set_shown(struct ewmh *ewmh, Window window, bool fullscreen)
{
    const unsigned long state[] = {NormalState, None};

    set_longs(ewmh, window, EWMH_ICCCM_STATE, ewmh->atoms[EWMH_ICCCM_STATE], state, 2);
    ewmh_set_frame_extents(ewmh, window);
    if (fullscreen)
        set_longs(ewmh, window, EWMH_WM_STATE, XA_ATOM, &ewmh->atoms[EWMH_WM_STATE_FULLSCREEN], 1);
}

void ewmh_set_withdrawn(struct ewmh *ewmh, Window window)
{
    const unsigned long state[] = {WithdrawnState, None};

    set_longs(ewmh, window, EWMH_ICCCM_STATE, ewmh->atoms[EWMH_ICCCM_STATE], state, 2);
}

void ewmh_set_frame_extents(struct ewmh *ewmh, Window window)
{
    const unsigned long none[4] = {0};

    set_longs(ewmh, window, EWMH_FRAME_EXTENTS, XA_CARDINAL, none, 4);
}

static bool takes_focus(struct ewmh *ewmh, Window window)
{
    Atom *protocols = NULL;
    int count = 0;
    bool found = false;

    if (!XGetWMProtocols(ewmh->x, window, &protocols, &count))
        return false;
    for (int i = 0; i < count; i++)
        found = found || protocols[i] == ewmh->atoms[EWMH_ICCCM_TAKE_FOCUS];
    XFree(protocols);
    return found;
}

void ewmh_focus(struct ewmh *ewmh, Window window)
{
    XEvent message = {
        .xclient = {
                    .type = ClientMessage,
                    .window = window,
                    .message_type = ewmh->atoms[EWMH_ICCCM_PROTOCOLS],
                    .format = 32,
                    .data.l = {(long)ewmh->atoms[EWMH_ICCCM_TAKE_FOCUS], CurrentTime},
                    }
    };

    set_longs(ewmh, ewmh->root, EWMH_ACTIVE_WINDOW, XA_WINDOW, &window, 1);
    XSetInputFocus(ewmh->x, window == None ? ewmh->root : window, RevertToPointerRoot, CurrentTime);
    if (window != None && takes_focus(ewmh, window))
        XSendEvent(ewmh->x, window, False, NoEventMask, &message);
}
