/* kiosk-screen: a notice on the whole screen, for the time between sessions and for errors.
 * Runs as: the kiosk user or nobody, with or without a window manager. */
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/Xrandr.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screen-notice.h"

struct screen {
    Display *x;
    Window root, window;
    int randr_event_base;
    bool has_randr;
};

static int usage(FILE *file, int status)
{
    fputs("Usage: kiosk-screen --title=TEXT --text=TEXT [--detail=TEXT [--detail-title=TEXT]]\n"
          "Shows a notice on the whole screen until SIGTERM.\n",
          file);
    return status;
}

static XRectangle visible_area(const struct screen *screen, int width, int height)
{
    XRectangle area = {.width = (unsigned short)width, .height = (unsigned short)height};
    int count = 0;
    XRRMonitorInfo *monitors =
        screen->has_randr ? XRRGetMonitors(screen->x, screen->root, True, &count) : NULL;

    for (int i = 0; i < count; i++)
        if (i == 0 || monitors[i].primary)
            area =
                (XRectangle){(short)monitors[i].x, (short)monitors[i].y,
                             (unsigned short)monitors[i].width, (unsigned short)monitors[i].height};
    if (monitors)
        XRRFreeMonitors(monitors);
    return area;
}

/* The picture is the window's background: the server repaints it, no expose event is needed. */
static void show(const struct screen *screen, const struct screen_notice *notice)
{
    int number = DefaultScreen(screen->x);
    int width = DisplayWidth(screen->x, number), height = DisplayHeight(screen->x, number);
    XRectangle area = visible_area(screen, width, height);
    Pixmap pixmap = screen_notice_draw(screen->x, notice, width, height, &area);

    XSetWindowBackgroundPixmap(screen->x, screen->window, pixmap);
    XFreePixmap(screen->x, pixmap);
    XMoveResizeWindow(screen->x, screen->window, 0, 0, (unsigned)width, (unsigned)height);
    XClearWindow(screen->x, screen->window);
}

static void create(struct screen *screen, const char *title)
{
    XSetWindowAttributes attributes = {.override_redirect = True};
    char *list[] = {(char *)title};
    XTextProperty name;
    int error_base;

    screen->root = DefaultRootWindow(screen->x);
    screen->has_randr =
        XRRQueryExtension(screen->x, &screen->randr_event_base, &error_base) == True;
    screen->window = XCreateWindow(screen->x, screen->root, 0, 0, 1, 1, 0, CopyFromParent,
                                   InputOutput, CopyFromParent, CWOverrideRedirect, &attributes);
    if (Xutf8TextListToTextProperty(screen->x, list, 1, XUTF8StringStyle, &name) >= 0) {
        XSetWMName(screen->x, screen->window, &name);
        XSetTextProperty(screen->x, screen->window, &name,
                         XInternAtom(screen->x, "_NET_WM_NAME", False));
        XFree(name.value);
    }
    XSelectInput(screen->x, screen->root, StructureNotifyMask);
    if (screen->has_randr)
        XRRSelectInput(screen->x, screen->root, RRScreenChangeNotifyMask);
}

static bool parse(int argc, char **argv, struct screen_notice *ret_notice)
{
    static const struct option options[] = {
        {"title",            required_argument, NULL, 't'},
        {"text",              required_argument, NULL, 'x'},
        {"detail",                  required_argument, NULL, 'd'},
        {"detail-title",required_argument, NULL, 'l'},
        {0              },
    };
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == 't')
            ret_notice->title = optarg;
        else if (option == 'x')
            ret_notice->text = optarg;
        else if (option == 'd')
            ret_notice->detail = optarg;
        else if (option == 'l')
            ret_notice->detail_title = optarg;
        else
            return false;
    }
    return optind == argc && ret_notice->title && ret_notice->text;
}

int main(int argc, char **argv)
{
    struct screen_notice notice = {0};
    struct screen screen = {0};
    XEvent event;

    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return usage(stdout, 0);
    if (!parse(argc, argv, &notice))
        return usage(stderr, 2);
    screen.x = XOpenDisplay(NULL);
    if (!screen.x) {
        fputs("kiosk-screen: cannot connect to the X server\n", stderr);
        return 1;
    }
    create(&screen, notice.title);
    show(&screen, &notice);
    XMapRaised(screen.x, screen.window);
    for (;;) { /* until SIGTERM, or until Xlib exits because the server is gone */
        XNextEvent(screen.x, &event);
        if (screen.has_randr && event.type == screen.randr_event_base + RRScreenChangeNotify)
            XRRUpdateConfiguration(&event);
        else if (event.type != ConfigureNotify || event.xconfigure.window != screen.root)
            continue;
        show(&screen, &notice);
    }
}
