/* The environment of everything the session starts, built from nothing by one table.
 * Runs as: the kiosk user. */
#include "environment.h"

#include "log.h"

enum {
    BUS = SESSION_READER_BUS,
    A11Y = SESSION_READER_A11Y,
    DECOY = SESSION_READER_DECOY,
    NOTIFIER = SESSION_READER_NOTIFIER,
    BROWSER = SESSION_READER_BROWSER,
    X_CLIENTS = A11Y | NOTIFIER | BROWSER,
    ALL = BUS | A11Y | DECOY | NOTIFIER | BROWSER,
};

#define FACT(member) .fact = G_STRUCT_OFFSET(struct session_facts, member)

/* A row has a fixed value or a fact. What is not here does not exist for the children: no LD_*,
 * no WEBKIT_* or SNAP that switches the sandbox off, no http_proxy, no debugging, no input method.
 */
static const struct {
    const char *name;
    const char *value;
    size_t fact;
    int readers;
} table[] = {
    {"PATH",                           "/usr/bin:/bin",         .readers = ALL               }, /* Xvfb looks for xkbcomp, WebKit for bwrap */
    {"LANG",                           "C.UTF-8",               .readers = ALL               },
    {"LANGUAGE",                       FACT(language),          .readers = NOTIFIER | BROWSER},
    {"HOME",                           FACT(home),              .readers = ALL               },
    {"USER",                           FACT(user),              .readers = ALL               },
    {"LOGNAME",                        FACT(user),              .readers = ALL               },
    {"XDG_RUNTIME_DIR",                FACT(runtime_dir),       .readers = ALL               },
    {"DISPLAY",                        FACT(display),           .readers = X_CLIENTS         },
    {"XAUTHORITY",                     FACT(xauthority),        .readers = X_CLIENTS         },
    {"DBUS_SESSION_BUS_ADDRESS",       FACT(bus_address),       .readers = NOTIFIER | BROWSER},
 /* With the address given, nobody asks the session bus for org.a11y.Bus, which is not there. */
    {"AT_SPI_BUS_ADDRESS",             FACT(a11y_address),      .readers = A11Y | BROWSER    },
    {"GSETTINGS_BACKEND",              "memory",                .readers = X_CLIENTS         }, /* no dconf files or service */
    {"GIO_USE_VFS",                    "local",                 .readers = X_CLIENTS         }, /* no gvfs */
    {"GDK_BACKEND",                    "x11",                   .readers = BROWSER           },
    {"GTK_CSD",                        "0",                     .readers = BROWSER           }, /* dialogs without a title bar to drag */
    {"GTK_USE_PORTAL",                 "0",
     .readers = BROWSER                                                                      }, /* no document portal, no chooser of another process */
  /* Dead keys and Compose work; no input method daemon is ever asked. */
    {"GTK_IM_MODULE",                  "gtk-im-context-simple", .readers = BROWSER           },
    {"GDK_SCALE",                      FACT(gdk_scale),         .readers = BROWSER           },
    {"MESA_SHADER_CACHE_DISABLE",      "true",                  .readers = BROWSER           }, /* else files in the home */
    {"GST_REGISTRY_DISABLE",           "yes",                   .readers = BROWSER           }, /* the same */
  /* Without a GPU the detour over shared GPU buffers more than doubles the time to a page. */
    {"WEBKIT_DISABLE_DMABUF_RENDERER", FACT(software),          .readers = BROWSER           },
 /* Where the browser sends its web processes once its own display is open. */
    {"KIOSK_DECOY_DISPLAY",            FACT(decoy_display),     .readers = BROWSER           },
    {"KIOSK_DECOY_XAUTHORITY",         FACT(decoy_xauthority),  .readers = BROWSER           },
    {"KIOSK_PROXY",                    FACT(proxy),             .readers = BROWSER           },
    {"KIOSK_PREVIOUS_WIPE",            FACT(previous_wipe),     .readers = BROWSER           },
};

GStrv session_environment_new(const struct session_facts *facts, enum session_reader reader)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new();

    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        const char *value = table[i].value;

        if (!(table[i].readers & (int)reader))
            continue;
        if (!value)
            value = G_STRUCT_MEMBER(const char *, facts, table[i].fact);
        if (value)
            g_ptr_array_add(lines, g_strdup_printf("%s=%s", table[i].name, value));
    }
    g_ptr_array_add(lines, NULL);
    return (GStrv)g_ptr_array_free(g_steal_pointer(&lines), FALSE);
}

gboolean session_facts_read(struct session_facts *facts)
{
    const struct {
        const char *name;
        const char **ret_value;
        gboolean needed;
        gboolean path;
    } wanted[] = {
        {"HOME",                &facts->home,          TRUE,  TRUE },
        {"USER",                &facts->user,          TRUE,  FALSE},
        {"DISPLAY",             &facts->display,       TRUE,  FALSE},
        {"XAUTHORITY",          &facts->xauthority,    TRUE,  TRUE },
        {"XDG_RUNTIME_DIR",     &facts->runtime_dir,   TRUE,  TRUE },
        {"KIOSK_PROXY",         &facts->proxy,         FALSE, FALSE},
        {"KIOSK_PREVIOUS_WIPE", &facts->previous_wipe, FALSE, FALSE},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++) {
        const char *value = g_getenv(wanted[i].name);

        if (wanted[i].needed && (!value || !*value)) {
            session_log("refused: %s is not set", wanted[i].name);
            return FALSE;
        }
        if (wanted[i].path && *value != '/') {
            session_log("refused: %s is not an absolute path", wanted[i].name);
            return FALSE;
        }
        *wanted[i].ret_value = value;
    }
    return TRUE;
}

gboolean session_has_gpu(void)
{
    g_autoptr(GDir) dir = g_dir_open("/dev/dri", 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir)))
        if (g_str_has_prefix(name, "renderD"))
            return TRUE;
    return FALSE;
}
