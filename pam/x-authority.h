/* The cookie of an X server, and the file that holds it.
 * Runs as: root; the session's copy is written as the account. */
#pragma once

#include <stddef.h>

enum { X_COOKIE_BYTES = 16, X_AUTHORITY_MAX = 64 };

struct x_cookie {
    unsigned char bytes[X_COOKIE_BYTES];
};

/* A fresh cookie, 128 bits of getrandom(2). 0 or negative errno. */
int x_cookie_make(struct x_cookie *ret_cookie);

/* The content of an authority file, in the format of Xau(3), with one entry: COOKIE for the display
 * of number DISPLAY on any host, since the session's host name is its own. Returns its length. */
size_t x_authority_write(const struct x_cookie *cookie, int display,
                         unsigned char buffer[X_AUTHORITY_MAX]);

/* Writes an authority file at PATH in the folder FD, 0600; one that is there is replaced, never
 * followed. 0 or negative errno. */
int x_authority_write_file(int fd, const char *path, const struct x_cookie *cookie, int display);
