/* The cookie of an X server, and the file that holds it.
 * Runs as: root; the session's copy is written as the account. */
#include "x-authority.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

enum { FAMILY_WILD = 0xffff }; /* X11/Xauth.h; root links no X library */

int x_cookie_make(struct x_cookie *ret_cookie)
{
    struct x_cookie cookie;

    if (getrandom(cookie.bytes, sizeof cookie.bytes, 0) != (ssize_t)sizeof cookie.bytes)
        return -EIO; /* at this size getrandom gives all or fails */
    *ret_cookie = cookie;
    return 0;
}

/* Appends a 16-bit number, most significant byte first. */
static size_t put_number(unsigned char *at, unsigned number)
{
    at[0] = (unsigned char)(number >> 8);
    at[1] = (unsigned char)number;
    return 2;
}

/* Appends a counted string. */
static size_t put_counted(unsigned char *at, const void *data, size_t length)
{
    (void)put_number(at, (unsigned)length);
    memcpy(at + 2, data, length);
    return length + 2;
}

size_t x_authority_write(const struct x_cookie *cookie, int display,
                         unsigned char buffer[X_AUTHORITY_MAX])
{
    static const char protocol[] = "MIT-MAGIC-COOKIE-1";
    char number[12];
    int digits = snprintf(number, sizeof number, "%d", display);
    size_t length = put_number(buffer, FAMILY_WILD);

    length += put_counted(buffer + length, "", 0); /* the address: any */
    length += put_counted(buffer + length, number, (size_t)digits);
    length += put_counted(buffer + length, protocol, sizeof protocol - 1);
    length += put_counted(buffer + length, cookie->bytes, sizeof cookie->bytes);
    return length;
}

int x_authority_write_file(int fd, const char *path, const struct x_cookie *cookie, int display)
{
    unsigned char buffer[X_AUTHORITY_MAX];
    size_t length = x_authority_write(cookie, display, buffer);
    ssize_t written;
    int file;

    if (unlinkat(fd, path, 0) < 0 && errno != ENOENT)
        return -errno;
    file = openat(fd, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0)
        return -errno;
    written = write(file, buffer, length);
    close(file);
    return written == (ssize_t)length ? 0 : -EIO;
}
