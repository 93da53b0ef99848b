/* The screen that says why there is no session.
 * Runs as: root, which starts kiosk-screen as nobody. */
#pragma once

#include "child-process.h"
#include "x-server.h"

/* What it says; UTF-8. */
struct error_text {
    const char *title;
    const char *text;
    const char *detail;       /* "" or NULL: none */
    const char *detail_title; /* whom the detail is for */
};

/* Starts kiosk-screen on SERVER. 0: end *ret_screen with child_process_end; negative errno. That
 * the program is missing shows in its exit status only. */
int error_screen_start(const struct x_server *server, const struct error_text *text,
                       struct child_process *ret_screen);
