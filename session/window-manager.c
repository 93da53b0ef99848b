/* The window manager: the browser's window fills the screen, its dialogs stand on top of it, and
 * nothing else is ever shown.
 * Runs as: the kiosk user, in the main thread. */
#include "window-manager.h"

#include <X11/Xutil.h>
#include <X11/cursorfont.h>
#include <X11/extensions/Xrandr.h>
#include <X11/keysym.h>

#include "log.h"

enum { BACKGROUND = 0xf6f6f6, DIALOG_BORDER = 2, DIALOG_BORDER_COLOUR = 0x000091 };

static int on_other_manager(Display *x, XErrorEvent *error)
{
    return 0;
}

/* Selecting SubstructureRedirect is refused to all but one client. */
static gboolean take_over(Display *x, Window root)
{
    XWindowAttributes attributes;
    XErrorHandler previous = XSetErrorHandler(on_other_manager);

    XSelectInput(x, root, SubstructureRedirectMask | SubstructureNotifyMask | StructureNotifyMask);
    XSync(x, False);
    XSetErrorHandler(previous);
    return XGetWindowAttributes(x, root, &attributes) &&
           (attributes.your_event_mask & SubstructureRedirectMask);
}

static void grab_shortcut(struct window_manager *wm)
{
    const unsigned locks[] = {0, LockMask, Mod2Mask, LockMask | Mod2Mask};
    const KeySym keys[] = {XK_Delete, XK_KP_Delete};

    XUngrabKey(wm->x, AnyKey, AnyModifier, wm->root);
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        KeyCode code = XKeysymToKeycode(wm->x, keys[i]);

        for (size_t j = 0; code != 0 && j < G_N_ELEMENTS(locks); j++)
            XGrabKey(wm->x, code, ControlMask | Mod1Mask | locks[j], wm->root, False, GrabModeAsync,
                     GrabModeAsync);
    }
}

static void find_area(struct window_manager *wm)
{
    int count = 0;
    XRRMonitorInfo *monitors = XRRGetMonitors(wm->x, wm->root, True, &count);
    const XRRMonitorInfo *chosen = count > 0 ? &monitors[0] : NULL;
    int screen = DefaultScreen(wm->x);

    for (int i = 0; i < count; i++)
        if (monitors[i].primary)
            chosen = &monitors[i];
    wm->area = (XRectangle){.width = (unsigned short)DisplayWidth(wm->x, screen),
                            .height = (unsigned short)DisplayHeight(wm->x, screen)};
    if (chosen)
        wm->area = (XRectangle){(short)chosen->x, (short)chosen->y, (unsigned short)chosen->width,
                                (unsigned short)chosen->height};
    if (monitors)
        XRRFreeMonitors(monitors);
    session_log("screen of %ux%u", wm->area.width, wm->area.height);
}

/* Says where a window is to a client whose request changed nothing (ICCCM 4.1.5). */
static void confirm_place(struct window_manager *wm, Window window, const XRectangle *place,
                          int border)
{
    XEvent event = {
        .xconfigure = {
                       .type = ConfigureNotify,
                       .event = window,
                       .window = window,
                       .x = place->x,
                       .y = place->y,
                       .width = place->width,
                       .height = place->height,
                       .border_width = border,
                       }
    };

    XSendEvent(wm->x, window, False, StructureNotifyMask, &event);
}

static void place_client(struct window_manager *wm)
{
    XSetWindowBorderWidth(wm->x, wm->client, 0);
    XMoveResizeWindow(wm->x, wm->client, wm->area.x, wm->area.y, wm->area.width, wm->area.height);
    confirm_place(wm, wm->client, &wm->area, 0);
}

static void place_dialog(struct window_manager *wm, const struct window_manager_dialog *dialog)
{
    XRectangle place = {
        .width = (unsigned short)CLAMP(dialog->width, 1, wm->area.width - 2 * DIALOG_BORDER),
        .height = (unsigned short)CLAMP(dialog->height, 1, wm->area.height - 2 * DIALOG_BORDER),
    };

    place.x = (short)(wm->area.x + (wm->area.width - place.width) / 2 - DIALOG_BORDER);
    place.y = (short)(wm->area.y + (wm->area.height - place.height) / 2 - DIALOG_BORDER);
    XSetWindowBorder(wm->x, dialog->window, DIALOG_BORDER_COLOUR);
    XSetWindowBorderWidth(wm->x, dialog->window, DIALOG_BORDER);
    XMoveResizeWindow(wm->x, dialog->window, place.x, place.y, place.width, place.height);
    confirm_place(wm, dialog->window, &place, DIALOG_BORDER);
}

static void place_all(struct window_manager *wm)
{
    find_area(wm);
    if (wm->client != None)
        place_client(wm);
    for (int i = 0; i < wm->dialog_count; i++)
        place_dialog(wm, &wm->dialogs[i]);
}

static void focus_topmost(struct window_manager *wm)
{
    ewmh_focus(&wm->ewmh,
               wm->dialog_count > 0 ? wm->dialogs[wm->dialog_count - 1].window : wm->client);
}

static struct window_manager_dialog *find_dialog(struct window_manager *wm, Window window)
{
    for (int i = 0; i < wm->dialog_count; i++)
        if (wm->dialogs[i].window == window)
            return &wm->dialogs[i];
    return NULL;
}

static gboolean is_managed(struct window_manager *wm, Window window)
{
    return window != None && (window == wm->client || find_dialog(wm, window));
}

static void show_client(struct window_manager *wm, Window window)
{
    wm->client = window;
    place_client(wm);
    ewmh_set_shown(&wm->ewmh, window, /* fullscreen= */ true);
    XMapWindow(wm->x, window);
    focus_topmost(wm);
    session_log("browser window shown");
}

/* Directly above its parent, so that menus and notifications stay above both. */
static void show_dialog(struct window_manager *wm, Window window, Window parent)
{
    XWindowChanges changes = {.sibling = parent, .stack_mode = Above};
    XWindowAttributes attributes;
    struct window_manager_dialog *dialog;

    if (wm->dialog_count == WINDOW_MANAGER_DIALOGS_MAX ||
        !XGetWindowAttributes(wm->x, window, &attributes))
        return;
    dialog = &wm->dialogs[wm->dialog_count++];
    *dialog = (struct window_manager_dialog){window, attributes.width, attributes.height};
    place_dialog(wm, dialog);
    XConfigureWindow(wm->x, window, CWSibling | CWStackMode, &changes);
    ewmh_set_shown(&wm->ewmh, window, /* fullscreen= */ false);
    XMapWindow(wm->x, window);
    focus_topmost(wm);
    session_log("dialog shown");
}

static void on_map_request(struct window_manager *wm, Window window)
{
    Window parent = None;

    if (is_managed(wm, window))
        XMapWindow(wm->x, window);
    else if (wm->browser < 0 || ewmh_window_pid(&wm->ewmh, window) != wm->browser)
        session_log("window refused: not the browser's");
    else if (XGetTransientForHint(wm->x, window, &parent) && is_managed(wm, parent))
        show_dialog(wm, window, parent);
    else if (wm->client == None)
        show_client(wm, window);
    else
        session_log("window refused: a second main window");
}

static void on_configure_request(struct window_manager *wm, const XConfigureRequestEvent *request)
{
    struct window_manager_dialog *dialog = find_dialog(wm, request->window);
    XWindowChanges changes = {.width = request->width, .height = request->height};

    if (request->window == wm->client) {
        place_client(wm);
    } else if (dialog) {
        if (request->value_mask & CWWidth)
            dialog->width = request->width;
        if (request->value_mask & CWHeight)
            dialog->height = request->height;
        place_dialog(wm, dialog);
    } else {
        /* Not shown yet: its size is its own business, all else waits until it is. */
        XConfigureWindow(wm->x, request->window,
                         (unsigned)(request->value_mask & (CWWidth | CWHeight)), &changes);
    }
}

static void on_gone(struct window_manager *wm, Window window)
{
    struct window_manager_dialog *dialog = find_dialog(wm, window);

    if (window == wm->client) {
        wm->client = None;
        session_log("browser window gone");
    } else if (dialog) {
        struct window_manager_dialog *last = &wm->dialogs[wm->dialog_count - 1];

        for (; dialog < last; dialog++)
            dialog[0] = dialog[1];
        wm->dialog_count--;
    } else {
        return;
    }
    ewmh_set_withdrawn(&wm->ewmh, window);
    focus_topmost(wm);
}

gboolean window_manager_init(struct window_manager *wm, Display *x,
                             const struct session_listener *listener)
{
    Window root = DefaultRootWindow(x), unused_root, unused_parent;
    Window *children = NULL;
    unsigned count = 0;
    int error_base;

    *wm = (struct window_manager){.x = x, .root = root, .browser = -1, .listener = *listener};
    if (!take_over(x, root) || !XRRQueryExtension(x, &wm->randr_event_base, &error_base))
        return FALSE;
    ewmh_init(&wm->ewmh, x, root);
    XRRSelectInput(x, root, RRScreenChangeNotifyMask);
    find_area(wm);
    grab_shortcut(wm);

    XSetWindowBackground(x, root, BACKGROUND);
    XClearWindow(x, root);
    if (XQueryTree(x, root, &unused_root, &unused_parent, &children, &count) && children) {
        for (unsigned i = 0; i < count; i++) {
            XWindowAttributes attributes;

            if (XGetWindowAttributes(x, children[i], &attributes) &&
                !attributes.override_redirect && attributes.map_state != IsUnmapped)
                XUnmapWindow(x, children[i]);
        }
        XFree(children);
    }
    focus_topmost(wm);
    return TRUE;
}

void window_manager_set_pointer(struct window_manager *wm)
{
    XDefineCursor(wm->x, wm->root, XCreateFontCursor(wm->x, XC_left_ptr));
}

void window_manager_done(struct window_manager *wm)
{
    ewmh_done(&wm->ewmh);
}

void window_manager_handle(struct window_manager *wm, XEvent *event)
{
    if (event->type == wm->randr_event_base + RRScreenChangeNotify) {
        XRRUpdateConfiguration(event);
        place_all(wm);
        return;
    }
    switch (event->type) {
    case MapRequest:
        on_map_request(wm, event->xmaprequest.window);
        break;
    case ConfigureRequest:
        on_configure_request(wm, &event->xconfigurerequest);
        break;
    case UnmapNotify:
        on_gone(wm, event->xunmap.window);
        break;
    case DestroyNotify:
        on_gone(wm, event->xdestroywindow.window);
        break;
    case ClientMessage: /* GTK waits for this answer before it maps */
        if (event->xclient.message_type == wm->ewmh.atoms[EWMH_REQUEST_FRAME_EXTENTS])
            ewmh_set_frame_extents(&wm->ewmh, event->xclient.window);
        break;
    case KeyPress: /* the one grabbed shortcut */
        session_log("shortcut pressed");
        session_request_end(&wm->listener, END_REASON_LOGOUT_BUTTON);
        break;
    case MappingNotify:
        XRefreshKeyboardMapping(&event->xmapping);
        grab_shortcut(wm);
        break;
    default:
        break;
    }
}
