/* Rebuilds the environment, because dozens of variables weaken GTK, GIO, GnuTLS or WebKit.
 * Runs as: the kiosk user.
 *
 * kiosk-session already starts the shell with an environment of its own making; this table holds
 * when the shell is started by anything else. */
#include "environment.h"

#include <stdlib.h>

#include <glib.h>

/* Names that pass through, each with what would break without it. */
static const char *const kept[] = {
    "HOME",       /* GLib's user folders: the session's tmpfs */
    "USER",       /* GLib */
    "LOGNAME",    /* GLib */
    "PATH",       /* WebKit looks up bwrap and xdg-dbus-proxy at build time, GLib helpers here */
    "LANG",       /* character set */
    "TZ",         /* the clock of the certificate page */
    "DISPLAY",    /* X */
    "XAUTHORITY", /* X */
    "XDG_RUNTIME_DIR",          /* sandbox and D-Bus sockets, compiled content filter */
    "DBUS_SESSION_BUS_ADDRESS", /* AT-SPI */
    "AT_SPI_BUS_ADDRESS",       /* the same, of the page: the web process asks nobody else */
    "GDK_SCALE",                /* HiDPI screens */
    "GTK_CSD",                  /* dialogs without a title bar to drag */
    "GTK_IM_MODULE",            /* dead keys, without an input method daemon */
    "KIOSK_PROXY",              /* web-context.c */
    "KIOSK_PREVIOUS_WIPE",      /* previous-wipe.c */
    "KIOSK_DECOY_DISPLAY",      /* display.c */
    "KIOSK_DECOY_XAUTHORITY",   /* display.c */
};

static const struct {
    const char *name, *value;
} fixed[] = {
    {"GSETTINGS_BACKEND",         "memory"                                                  }, /* no dconf file, and no stored setting is obeyed */
    {"GDK_BACKEND",               "x11"                                                     }, /* the display that the session's window manager guards */
    {"GIO_USE_VFS",               "local"                                                   }, /* no gvfs daemon */
  /* glib-networking's own, without the TLS of before 2008; and certificates with keys and digests
  * of 112 bits or more, the whole chain. */
    {"G_TLS_GNUTLS_PRIORITY",     "NORMAL:%COMPAT:-VERS-TLS1.0:-VERS-TLS1.1:%PROFILE_MEDIUM"},
    {"GTK_USE_PORTAL",            "0"                                                       }, /* no portal dialog */
    {"GST_REGISTRY_DISABLE",      "yes"                                                     }, /* writes a registry into HOME otherwise */
    {"MESA_SHADER_CACHE_DISABLE", "true"                                                    }  /* writes a cache into HOME otherwise */
};

void browser_environment_harden(void)
{
    char *values[G_N_ELEMENTS(kept)];
    for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
        values[i] = g_strdup(getenv(kept[i]));
    clearenv();
    for (size_t i = 0; i < G_N_ELEMENTS(kept); i++) {
        if (values[i])
            setenv(kept[i], values[i], 1);
        g_free(values[i]);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(fixed); i++)
        setenv(fixed[i].name, fixed[i].value, 1);
    setenv("LANG", "C.UTF-8", 0);
}
