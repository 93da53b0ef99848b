/* From root to an ordinary account, for good.
 * Runs as: root, in a child that is about to become someone else. */
#include "privileges.h"

#include <errno.h>
#include <grp.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <unistd.h>

static bool is_dropped(const struct identity *identity)
{
    uid_t uid[3] = {0};
    gid_t gid[3] = {0};

    if (getresuid(&uid[0], &uid[1], &uid[2]) < 0 || getresgid(&gid[0], &gid[1], &gid[2]) < 0)
        return false;
    for (int i = 0; i < 3; i++) {
        if (uid[i] != identity->uid || gid[i] != identity->gid)
            return false;
    }
    if (getgroups(0, NULL) != identity->group_count)
        return false;
    return setuid(0) < 0 && setgid(0) < 0; /* the way back must be closed */
}

int privileges_drop(const struct identity *identity)
{
    if (identity->uid == 0 || identity->gid == 0)
        return -EPERM;
    if (setgroups((size_t)identity->group_count, identity->groups) < 0 ||
        setresgid(identity->gid, identity->gid, identity->gid) < 0 ||
        setresuid(identity->uid, identity->uid, identity->uid) < 0)
        return -errno;
    if (!is_dropped(identity))
        return -EPERM;
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ? -errno : 0;
}
