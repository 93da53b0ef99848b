/* What the session gives up before it does anything else.
 * Runs as: the kiosk user; refuses root. */
#include "hardening.h"

#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "log.h"

bool session_harden(void)
{
    const struct rlimit no_core = {0, 0};
    uid_t real, effective, saved;

    if (getresuid(&real, &effective, &saved) < 0 || real == 0 || effective == 0 || saved == 0) {
        session_log("refused: this program must not run as root");
        return false;
    }
    if (real != effective || real != saved) {
        session_log("refused: this program must not be set-user-id");
        return false;
    }
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 ||
        setrlimit(RLIMIT_CORE, &no_core) < 0 || close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) < 0) {
        session_log("refused: cannot give up privileges: %m");
        return false;
    }
    return true;
}
