/* Lays a notice out on the whole screen: a title, a text, and small details below.
 * Runs as: the kiosk user or nobody. */
#pragma once

#include <X11/Xft/Xft.h>
#include <X11/Xlib.h>

struct screen_notice {
    const char *title;
    const char *text;         /* UTF-8; a newline begins a paragraph */
    const char *detail;       /* NULL: none */
    const char *detail_title; /* whom the detail is for; NULL: not said */
};

/* Draws NOTICE into a pixmap of WIDTH x HEIGHT pixels, with AREA as the part of it that is surely
 * visible, and returns it; the caller frees it. Text that is not UTF-8 ends at its first bad
 * byte. */
Pixmap screen_notice_draw(Display *x, const struct screen_notice *notice, int width, int height,
                          const XRectangle *area);
