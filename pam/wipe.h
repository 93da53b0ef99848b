/* The end of all that a session left: by force, and then looked at from outside.
 * Runs as: root, outside the session's mount namespace where the kernel lets us back. */
#pragma once

#include <pwd.h>

#include "session-record.h"

enum { WIPE_KILL_TIMEOUT_MS = 8000, WIPE_SOURCE_MAX = 32 };

/* The name that the file systems of UID's sessions have in /proc/PID/mountinfo. */
void wipe_source_name(uid_t uid, char source[WIPE_SOURCE_MAX]);

/* Writes down what ACCOUNT's home is before anything is mounted over it. 0 or negative errno:
 * -ENOENT, -ELOOP or -ENOTDIR when it is not simply a folder. */
int wipe_note_home(const struct passwd *account, struct session_record *record);

/* Kills what runs as ACCOUNT and counts it in RECORD, and removes what the kernel keeps for the
 * account beyond its last process. 0 or negative errno. */
int wipe_processes(const struct passwd *account, struct session_record *record);

/* Looks whether anything of the session is left: processes of ACCOUNT, file systems of the session
 * in the namespaces of this machine, changes to the home folder below the private one, IPC objects,
 * jobs, mail, print jobs. Sets wipe, why and end of RECORD; an earlier failure stays. */
void wipe_verify(const struct passwd *account, struct session_record *record);

/* Notes that the wipe failed, and why; the first reason stays. ERROR is a negative errno. */
void wipe_fail(struct session_record *record, const char *what, int error);
