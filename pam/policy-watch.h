/* Tells when the policy may have changed.
 * Runs as: root, in kiosk-launch. */
#pragma once

/* A descriptor that is readable from the next change on: to the file PATH, to its drop-ins, or to
 * what PATH will lie in when its folder does not exist yet. It may be readable for a change that
 * means nothing; it never misses one. Close it. Negative errno. */
int policy_watch_open(const char *path);
