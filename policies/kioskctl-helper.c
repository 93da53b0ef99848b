/* Becomes a helper that links WebKit, which kioskctl does not.
 * Runs as: whoever calls it; the helper as nobody when that is root. */
#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "kioskctl.h"

enum { NOBODY = 65534 };

void kioskctl_become(char **words)
{
    static char language[] = "LANG=C.UTF-8", path[] = "PATH=/usr/bin:/bin";
    static char *environment[] = {language, path, NULL};

    if (geteuid() == 0 && (setgroups(0, NULL) < 0 || setresgid(NOBODY, NOBODY, NOBODY) < 0 ||
                           setresuid(NOBODY, NOBODY, NOBODY) < 0))
        _exit(EXIT_FAILURE);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        _exit(EXIT_FAILURE);
    execve(words[0], words, environment);
    fprintf(stderr, "kioskctl: %s cannot be run (%s); it comes with the kiosk's browser\n",
            words[0], strerrordesc_np(errno));
    _exit(EXIT_FAILURE);
}
