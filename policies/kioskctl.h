/* The commands of kioskctl.
 * Runs as: whoever calls it; needs no privilege. */
#pragma once

enum kioskctl_exit { KIOSKCTL_OK, KIOSKCTL_FAILED, KIOSKCTL_USAGE };

/* Each takes its one argument, or NULL, prints to standard output, what is wrong to standard error,
 * and returns the exit status. */
enum kioskctl_exit kioskctl_policy_check(const char *file);
enum kioskctl_exit kioskctl_policy_show(const char *file);
enum kioskctl_exit kioskctl_policy_explain(const char *name);
