/* From root to an ordinary account, for good.
 * Runs as: root, in a child that is about to become someone else. */
#pragma once

#include <sys/types.h>

enum { PRIVILEGES_GROUPS_MAX = 64 };

/* Who to become. */
struct identity {
    uid_t uid;
    gid_t gid;
    gid_t groups[PRIVILEGES_GROUPS_MAX];
    int group_count;
};

/* Groups, gid, uid, in this order, then proves that there is no way back and forbids new
 * privileges. 0 or negative errno: -EPERM for root's ids or when the proof fails; the caller
 * must then end. */
int privileges_drop(const struct identity *identity);
