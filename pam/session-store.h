/* Root's folder of session records, and the lock that says whose session is open.
 * Runs as: root.
 *
 * NAME.lock is locked by the process that holds an open session, with a lock of the open file: it
 * goes with the last process that has the file open, so there is no stale lock after a crash. Its
 * content is the record so far; what is left in an unlocked file is a session that was never
 * closed. NAME.last is the record of the session that ended last. */
#pragma once

#include <stdbool.h>

#include "session-record.h"

struct session_store {
    int dir;       /* the folder; -1: not open */
    int lock;      /* NAME.lock; -1: not open */
    char name[64]; /* the account */
};

/* Makes the folder if it is not there and opens it. 0, or negative errno: -EPERM when the folder is
 * not root's alone, -EINVAL when NAME is no name for a file. Close with session_store_close. */
int session_store_open(const char *name, struct session_store *ret_store);
void session_store_close(struct session_store *store);

/* Takes the lock and reads what an earlier holder left (*ret_left false: nothing). 0, -EBUSY when
 * someone holds it, -EBADMSG when that was no record (the lock is taken), or another negative
 * errno. */
int session_store_lock(struct session_store *store, bool *ret_left,
                       struct session_record *ret_record);

/* Since when the lock exists: no session of the account that this machine can know of began
 * before. Nanoseconds since 1970; 0 when the file system does not say. */
uint64_t session_store_first_use(const struct session_store *store);

/* Asks without taking it. 1: a session is open; 0: none; negative errno. */
int session_store_is_locked(struct session_store *store);

/* Writes the record of the session in progress into the lock. 0 or negative errno. */
int session_store_begin(struct session_store *store, const struct session_record *record);

/* Takes it back: the session did not come to be. */
void session_store_abandon(struct session_store *store);

/* Writes RECORD as the last one, in one step, and empties the lock. 0 or negative errno. */
int session_store_end(struct session_store *store, const struct session_record *record);

/* Reads the last record. 0, -ENOENT when there is none, or another negative errno. */
int session_store_last(const struct session_store *store, struct session_record *ret_record);
