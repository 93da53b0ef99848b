/* Starts one child process with an environment, descriptors and signals of its own.
 * Runs as: the kiosk user, in the main thread. */
#pragma once

#include <glib.h>

struct spawn {
    const char *const *argv; /* argv[0] is the absolute path of the program */
    GStrv environment;
    int fd; /* becomes the child's descriptor 3; -1: none */
    gboolean
        listens; /* the descriptor is a listening socket: announce it as sd_listen_fds(3) has it */
    gboolean quiet; /* standard error goes to /dev/null too */
};

/* The child's id, or -1 with errno. The child gets /dev/null as standard input and output, default
 * signals, nothing but descriptor 3 of ours, and dies with this process. A program that cannot be
 * executed shows as exit status 127. */
GPid spawn_child(const struct spawn *spawn);
