/* Switches DISPLAY to the session's decoy before the first web process is started.
 * Runs as: the kiosk user. */
#include "display.h"

#include <glib.h>

#include "log.h"

bool browser_display_hide(void)
{
    const char *decoy = g_getenv("KIOSK_DECOY_DISPLAY");
    if (!decoy || !*decoy) {
        browser_log("web processes share the display: no decoy display given");
        return false;
    }
    const char *cookie = g_getenv("KIOSK_DECOY_XAUTHORITY");
    g_setenv("DISPLAY", decoy, TRUE);
    if (cookie && *cookie)
        g_setenv("XAUTHORITY", cookie, TRUE);
    else
        g_unsetenv("XAUTHORITY");
    return true;
}
