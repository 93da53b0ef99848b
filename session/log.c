/* One line per event on standard error, for the journal and for whoever waits for events.
 * Runs as: the kiosk user. */
#include "log.h"

#include <stdarg.h>
#include <unistd.h>

void session_log(const char *format, ...)
{
    g_autofree char *text = NULL;
    g_autofree char *line = NULL;
    va_list arguments;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);

    line = g_strdup_printf("kiosk-session: %s\n", text);
    /* A log that cannot be written is no reason to hold a session open. */
    if (write(STDERR_FILENO, line, strlen(line)) < 0)
        return;
}
