/* The decoy: an X display of 16 x 16 pixels that web processes are sent to instead of the real one.
 * Runs as: the kiosk user. */
#include "decoy-display.h"

#include <X11/Xauth.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "listen-socket.h"

/* Far from the numbers that people and display managers use. */
enum { FIRST_NUMBER = 100, LAST_NUMBER = 199, COOKIE_BYTES = 16 };

static gboolean write_cookie(const char *path, const char *number)
{
    char protocol[] = "MIT-MAGIC-COOKIE-1";
    char cookie[COOKIE_BYTES];
    Xauth entry = {
        .family = FamilyWild, /* the host name of the namespace does not matter */
        .number_length = (unsigned short)strlen(number),
        .number = (char *)number,
        .name_length = sizeof protocol - 1,
        .name = protocol,
        .data_length = sizeof cookie,
        .data = cookie,
    };
    mode_t mask;
    FILE *file;
    gboolean written;

    if (getrandom(cookie, sizeof cookie, 0) != sizeof cookie)
        return FALSE;
    mask = umask(0077);
    file = fopen(path, "wxe");
    umask(mask);
    if (!file)
        return FALSE;
    written = XauWriteAuth(file, &entry) != 0;
    return fclose(file) == 0 && written;
}

gboolean decoy_display_init(struct decoy_display *decoy, const char *runtime_dir)
{
    *decoy = (struct decoy_display){.fd = -1};
    for (int number = FIRST_NUMBER; number <= LAST_NUMBER; number++) {
        g_autofree char *path = g_strdup_printf("/tmp/.X11-unix/X%d", number);

        decoy->fd = listen_socket_open(path);
        if (decoy->fd >= 0)
            decoy->display = g_strdup_printf(":%d", number);
        if (decoy->fd >= 0 || errno != EADDRINUSE)
            break;
    }
    if (decoy->fd < 0)
        return FALSE;
    decoy->xauthority = g_build_filename(runtime_dir, "decoy-xauthority", NULL);
    return write_cookie(decoy->xauthority, decoy->display + 1);
}

void decoy_display_done(struct decoy_display *decoy)
{
    if (decoy->display) {
        g_autofree char *path = g_strdup_printf("/tmp/.X11-unix/X%s", decoy->display + 1);

        unlink(path);
        close(decoy->fd);
    }
    if (decoy->xauthority)
        unlink(decoy->xauthority);
    g_clear_pointer(&decoy->display, g_free);
    g_clear_pointer(&decoy->xauthority, g_free);
}
