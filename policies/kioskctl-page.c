/* kioskctl explain-page: what the kiosk would do on a login page.
 * Runs as: whoever calls it; needs no privilege. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "kioskctl.h"

enum kioskctl_exit kioskctl_explain_page(char *where)
{
    static char program[] = KIOSK_LIBEXEC_DIR "/kiosk-page", input[] = "-";
    char *words[] = {program, where, NULL};
    int file;

    /* The helper may not be allowed to open what the caller may. */
    if (strncmp(where, "https://", strlen("https://")) != 0) {
        file = open(where, O_RDONLY | O_CLOEXEC);
        if (file < 0 || dup2(file, STDIN_FILENO) < 0) {
            fprintf(stderr, "kioskctl: %s: %s\n", where, strerrordesc_np(errno));
            return KIOSKCTL_FAILED;
        }
        words[1] = input;
    }
    kioskctl_become(words);
}
