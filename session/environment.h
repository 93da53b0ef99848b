/* The environment of everything the session starts, built from nothing by one table.
 * Runs as: the kiosk user. */
#pragma once

#include <glib.h>

/* Who gets a variable; a bit mask in the table. */
enum session_reader {
    SESSION_READER_BUS = 1 << 0,      /* the session bus */
    SESSION_READER_A11Y = 1 << 1,     /* the accessibility bus and the registry it starts */
    SESSION_READER_DECOY = 1 << 2,    /* the decoy display */
    SESSION_READER_NOTIFIER = 1 << 3, /* dunst */
    SESSION_READER_BROWSER = 1 << 4,
};

/* What the table's rows may take their values from; NULL: the variable is left out. */
struct session_facts {
    const char *home;
    const char *user;
    const char *display;
    const char *xauthority;
    const char *runtime_dir;
    const char *previous_wipe; /* KIOSK_PREVIOUS_WIPE as the launcher gave it */
    const char *proxy;         /* KIOSK_PROXY, likewise: the session's one way out */
    const char *language;      /* "fr" or "en" */
    const char *bus_address;
    const char *a11y_address;
    const char *decoy_display;
    const char *decoy_xauthority;
    const char *notice_title; /* what the screen says until the browser has its window */
    const char *notice_text;
    const char *software;  /* "1" when there is no usable GPU */
    const char *gdk_scale; /* "2" on screens with very many pixels */
};

/* The environment of READER, sorted as in the table; free with g_strfreev. */
GStrv session_environment_new(const struct session_facts *facts, enum session_reader reader);

/* Takes the values that PAM and the launcher gave this process. False: one that must be there is
 * missing, or is not an absolute path where one is needed; it has been logged. */
gboolean session_facts_read(struct session_facts *facts);

/* True when the kernel offers a render node, the one thing WebKit's GPU path cannot do without. */
gboolean session_has_gpu(void);
