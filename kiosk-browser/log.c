/* Writes the log, and keeps the libraries' own messages out of it.
 * Runs as: the kiosk user. */
#include "log.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

enum { LOG_FD = 63 }; /* stderr as it was when the program began */

/* Of the sanitizers' run time, where the build has one. */
extern void __sanitizer_set_report_fd(void *fd) __attribute__((weak));

void browser_log(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    if (dprintf(LOG_FD, "kiosk-browser: %s\n", text) < 0)
        dprintf(STDERR_FILENO, "kiosk-browser: %s\n", text);
}

/* The text itself may quote an address or a file name of the page. */
static GLogWriterOutput write_reduced(GLogLevelFlags level, const GLogField *fields, gsize count,
                                      gpointer data)
{
    if (!(level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)))
        return G_LOG_WRITER_HANDLED;
    const char *domain = "unknown";
    for (gsize i = 0; i < count; i++)
        if (g_str_equal(fields[i].key, "GLIB_DOMAIN") && fields[i].length == -1)
            domain = fields[i].value;
    const char *name = level & G_LOG_LEVEL_ERROR      ? "error"
                       : level & G_LOG_LEVEL_CRITICAL ? "critical"
                                                      : "warning";
    browser_log("library %s: %s", name, domain);
    return G_LOG_WRITER_HANDLED;
}

void browser_log_open(void)
{
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nowhere < 0 || dup3(STDERR_FILENO, LOG_FD, O_CLOEXEC) < 0)
        return;
    (void)dup2(nowhere, STDIN_FILENO);
    (void)dup2(nowhere, STDOUT_FILENO);
    (void)dup2(nowhere, STDERR_FILENO);
    close(nowhere);
    if (__sanitizer_set_report_fd)
        __sanitizer_set_report_fd((void *)(intptr_t)LOG_FD);
    g_log_set_writer_func(write_reduced, NULL, NULL);
}
