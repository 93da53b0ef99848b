/* Lays a notice out on the whole screen: a title, a text, and small details below.
 * Runs as: the kiosk user or nobody. */
#include "screen-notice.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum style { STYLE_TITLE, STYLE_TEXT, STYLE_LABEL, STYLE_DETAIL, STYLE_COUNT };

enum colour {
    COLOUR_BACKGROUND,
    COLOUR_CARD,
    COLOUR_LINE,
    COLOUR_ACCENT,
    COLOUR_TEXT,
    COLOUR_DIM,
    COLOUR_COUNT
};

static const char *const colour_names[COLOUR_COUNT] = {
    [COLOUR_BACKGROUND] = "#f6f6f6", [COLOUR_CARD] = "#ffffff", [COLOUR_LINE] = "#dddddd",
    [COLOUR_ACCENT] = "#000091",     [COLOUR_TEXT] = "#161616", [COLOUR_DIM] = "#3a3a3a",
};

/* Sizes in thousandths of the unit, which grows with the screen; see unit_of. */
static const struct {
    const char *pattern;
    int size;
    int line; /* distance of base lines */
    enum colour colour;
} styles[STYLE_COUNT] = {
    [STYLE_TITLE] = {"Noto Sans,DejaVu Sans,sans:bold", 34, 44, COLOUR_ACCENT},
    [STYLE_TEXT] = {"Noto Sans,DejaVu Sans,sans",      22, 33, COLOUR_TEXT  },
    [STYLE_LABEL] = {"Noto Sans,DejaVu Sans,sans:bold", 15, 24, COLOUR_DIM   },
    [STYLE_DETAIL] = {"Noto Sans,DejaVu Sans,sans",      16, 24, COLOUR_DIM   },
};

struct canvas {
    Display *x;
    XftDraw *draw;
    XftFont *fonts[STYLE_COUNT];
    XftColor colours[COLOUR_COUNT];
    int unit;   /* pixels that the sizes above are thousandths of */
    bool paint; /* false: measure only */
};

enum { UNIT_MIN = 860, PARAGRAPH_GAP = 10 };

/* Readable at 1024 x 600 and at 3840 x 2160 alike. */
static int unit_of(const XRectangle *area)
{
    int unit = area->width * 10 / 16 < area->height ? area->width * 10 / 16 : area->height;

    return unit < UNIT_MIN ? UNIT_MIN : unit;
}

static int scaled(const struct canvas *canvas, int thousandths)
{
    return thousandths * canvas->unit / 1000;
}

static int width_of(const struct canvas *canvas, enum style style, const char *text, size_t length)
{
    XGlyphInfo extents;

    XftTextExtentsUtf8(canvas->x, canvas->fonts[style], (const FcChar8 *)text, (int)length,
                       &extents);
    return extents.xOff;
}

/* The bytes of TEXT that fit into WIDTH: whole words, or at least one character. */
static size_t line_length(const struct canvas *canvas, enum style style, const char *text,
                          size_t length, int width)
{
    size_t fits = 0, end = 0;

    while (end < length) {
        size_t word = end;

        while (word < length && text[word] == ' ')
            word++;
        while (word < length && text[word] != ' ')
            word++;
        if (width_of(canvas, style, text, word) > width)
            break;
        fits = end = word;
    }
    if (fits > 0)
        return fits;
    for (end = 0; end < length;) { /* a word wider than the line */
        FcChar32 ignored;
        int bytes = FcUtf8ToUcs4((const FcChar8 *)text + end, &ignored, (int)(length - end));

        if (bytes <= 0 || (end > 0 && width_of(canvas, style, text, end + (size_t)bytes) > width))
            break;
        end += (size_t)bytes;
    }
    return end > 0 ? end : length;
}

/* Draws or measures one paragraph from the line at Y on; returns the Y below it. */
static int set_paragraph(const struct canvas *canvas, enum style style, const char *text,
                         size_t length, const XRectangle *column, int y)
{
    int line = scaled(canvas, styles[style].line);

    do {
        size_t count = line_length(canvas, style, text, length, column->width);

        if (canvas->paint)
            XftDrawStringUtf8(canvas->draw, &canvas->colours[styles[style].colour],
                              canvas->fonts[style], column->x, y + canvas->fonts[style]->ascent,
                              (const FcChar8 *)text, (int)count);
        y += line;
        text += count;
        length -= count;
        for (; length > 0 && *text == ' '; length--)
            text++;
    } while (length > 0);
    return y;
}

static int set_text(const struct canvas *canvas, enum style style, const char *text,
                    const XRectangle *column, int y)
{
    for (;;) {
        const char *end = strchrnul(text, '\n');

        y = set_paragraph(canvas, style, text, (size_t)(end - text), column, y);
        if (*end == '\0')
            return y;
        y += scaled(canvas, PARAGRAPH_GAP);
        text = end + 1;
    }
}

/* The detail and its title, on a ground of their own as wide as the column. */
static int set_panel(const struct canvas *canvas, const struct screen_notice *notice,
                     const XRectangle *column, int y)
{
    int padding = scaled(canvas, 18), top = y;
    struct canvas measure = *canvas;
    const struct canvas *passes[] = {&measure, canvas};
    XRectangle inner = {.x = (short)(column->x + padding),
                        .width = (unsigned short)(column->width - 2 * padding)};

    measure.paint = false;
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1 && canvas->paint)
            XftDrawRect(canvas->draw, &canvas->colours[COLOUR_BACKGROUND], column->x, top,
                        column->width, (unsigned)(y - top));
        y = top + padding;
        if (notice->detail_title)
            y = set_text(passes[pass], STYLE_LABEL, notice->detail_title, &inner, y) +
                scaled(canvas, 4);
        y = set_text(passes[pass], STYLE_DETAIL, notice->detail, &inner, y) + padding;
    }
    return y;
}

static int set_notice(const struct canvas *canvas, const struct screen_notice *notice,
                      const XRectangle *column, int y)
{
    y = set_text(canvas, STYLE_TITLE, notice->title, column, y) + scaled(canvas, 14);
    y = set_text(canvas, STYLE_TEXT, notice->text, column, y);
    if (notice->detail && *notice->detail)
        y = set_panel(canvas, notice, column, y + scaled(canvas, 26));
    return y;
}

static void paint(struct canvas *canvas, const struct screen_notice *notice, const XRectangle *area)
{
    int margin = scaled(canvas, 44), accent = scaled(canvas, 8), line = scaled(canvas, 1) + 1;
    int width =
        scaled(canvas, 900) < area->width - margin ? scaled(canvas, 900) : area->width - margin;
    XRectangle column = {.width = (unsigned short)(width - 2 * margin)};
    int left = area->x + (area->width - width) / 2;
    int height, top;

    canvas->paint = false;
    height = set_notice(canvas, notice, &column, 0) + 2 * margin;
    top = area->y + (area->height - height) / 2;
    if (top < area->y)
        top = area->y;

    XftDrawRect(canvas->draw, &canvas->colours[COLOUR_LINE], left - line, top - line,
                (unsigned)(width + 2 * line), (unsigned)(height + 2 * line));
    XftDrawRect(canvas->draw, &canvas->colours[COLOUR_CARD], left, top, (unsigned)width,
                (unsigned)height);
    XftDrawRect(canvas->draw, &canvas->colours[COLOUR_ACCENT], left - line, top - line,
                (unsigned)accent, (unsigned)(height + 2 * line));
    column.x = (short)(left + margin);
    canvas->paint = true;
    set_notice(canvas, notice, &column, top + margin);
}

static XftFont *open_font(const struct canvas *canvas, enum style style)
{
    char pattern[128];

    snprintf(pattern, sizeof pattern, "%s:pixelsize=%d", styles[style].pattern,
             scaled(canvas, styles[style].size));
    return XftFontOpenName(canvas->x, DefaultScreen(canvas->x), pattern);
}

Pixmap screen_notice_draw(Display *x, const struct screen_notice *notice, int width, int height,
                          const XRectangle *area)
{
    int screen = DefaultScreen(x);
    Visual *visual = DefaultVisual(x, screen);
    Colormap map = DefaultColormap(x, screen);
    Pixmap pixmap = XCreatePixmap(x, DefaultRootWindow(x), (unsigned)width, (unsigned)height,
                                  (unsigned)DefaultDepth(x, screen));
    struct canvas canvas = {.x = x, .unit = unit_of(area)};
    bool fonts = true;

    canvas.draw = XftDrawCreate(x, pixmap, visual, map);
    for (int i = 0; i < COLOUR_COUNT; i++)
        XftColorAllocName(x, visual, map, colour_names[i], &canvas.colours[i]);
    for (int i = 0; i < STYLE_COUNT; i++) {
        canvas.fonts[i] = open_font(&canvas, (enum style)i);
        fonts = fonts && canvas.fonts[i];
    }
    XftDrawRect(canvas.draw, &canvas.colours[COLOUR_BACKGROUND], 0, 0, (unsigned)width,
                (unsigned)height);
    if (fonts)
        paint(&canvas, notice, area);

    for (int i = 0; i < STYLE_COUNT; i++)
        if (canvas.fonts[i])
            XftFontClose(x, canvas.fonts[i]);
    for (int i = 0; i < COLOUR_COUNT; i++)
        XftColorFree(x, visual, map, &canvas.colours[i]);
    XftDrawDestroy(canvas.draw);
    return pixmap;
}
