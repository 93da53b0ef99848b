/* The command line of kiosk-launch.
 * Runs as: root. */
#pragma once

#include <stdbool.h>

struct x_server_kind;

struct launch_options {
    const char *user;
    const struct x_server_kind *x_server;
    int display;
    int width; /* of the screen, for X servers that have none: pixels, pixels, bits */
    int height;
    int depth;
    unsigned sessions;  /* how many to run; 0: for ever */
    const char *policy; /* NULL: what the PAM service file says */
};

/* Reads ARGV. True: *ret_options is filled, its strings are ARGV's. False: the program is to exit
 * with *ret_status; the reason, or what was asked for, has been printed. */
bool launch_options_read(int argc, char **argv, struct launch_options *ret_options,
                         int *ret_status);
