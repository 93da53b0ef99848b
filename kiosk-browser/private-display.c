/* Starts Xvfb with a cookie.
 * Runs as: whoever calls kioskctl. */
#include "private-display.h"

#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <unistd.h>

enum { COOKIE_BYTES = 16, DISPLAY_FD = 3 };

/* An entry for every address and number: as Xauth(3) lays it out, lengths with the high byte first.
 */
static const char entry_head[] = "\xff\xff\0\0\0\0\0\x12MIT-MAGIC-COOKIE-1\0\x10";

static bool write_cookie(const char *path)
{
    char cookie[COOKIE_BYTES];
    if (getrandom(cookie, sizeof cookie, 0) != sizeof cookie)
        return false;
    g_autoptr(GString) entry = g_string_new_len(entry_head, sizeof entry_head - 1);
    g_string_append_len(entry, cookie, sizeof cookie);
    return g_file_set_contents_full(path, entry->str, (gssize)entry->len,
                                    G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

static void on_child(gpointer data)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
}

/* The number that the server writes once it listens; NULL when it ends before. */
static char *read_number(int fd)
{
    char text[16] = "";
    size_t length = 0;
    ssize_t got;
    while (length < sizeof text - 1 && !strchr(text, '\n') &&
           (got = read(fd, text + length, sizeof text - 1 - length)) > 0)
        length += (size_t)got;
    return strchr(text, '\n') ? g_strdup(g_strstrip(text)) : NULL;
}

bool browser_private_display_start(const char *folder, GSubprocess **ret_server)
{
    int ends[2];
    g_autofree char *cookie = g_build_filename(folder, "xauthority", NULL);
    if (!write_cookie(cookie) || !g_unix_open_pipe(ends, FD_CLOEXEC, NULL))
        return false;
    g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
        G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
    g_subprocess_launcher_set_child_setup(launcher, on_child, NULL, NULL);
    g_subprocess_launcher_take_fd(launcher, ends[1], DISPLAY_FD);
    g_autoptr(GSubprocess) server = g_subprocess_launcher_spawn(
        launcher, NULL, "Xvfb", "-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten",
        "tcp", "-noreset", "-auth", cookie, NULL);
    g_subprocess_launcher_close(launcher); /* our copy of the pipe's end */
    g_autofree char *number = server ? read_number(ends[0]) : NULL;
    close(ends[0]);
    if (!number)
        return false;
    g_autofree char *display = g_strconcat(":", number, NULL);
    g_setenv("DISPLAY", display, TRUE);
    g_setenv("XAUTHORITY", cookie, TRUE);
    *ret_server = g_steal_pointer(&server);
    return true;
}
