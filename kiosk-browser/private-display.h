/* An X server that nobody looks at, for a program without a display of its own.
 * Runs as: whoever calls kioskctl. */
#pragma once

#include <stdbool.h>

#include <gio/gio.h>

/* Starts Xvfb, which dies with this process; its cookie lies in FOLDER, which is ours alone. Sets
 * DISPLAY and XAUTHORITY. False when there is no Xvfb; else end it by g_subprocess_force_exit and
 * unref RET_SERVER. */
bool browser_private_display_start(const char *folder, GSubprocess **ret_server);
