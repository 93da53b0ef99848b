/* The commands of kioskctl.
 * Runs as: whoever calls it; needs no privilege. */
#pragma once

#include "policy.h"

enum kioskctl_exit { KIOSKCTL_OK, KIOSKCTL_FAILED, KIOSKCTL_USAGE };

/* Each takes its one argument, or NULL, prints to standard output, what is wrong to standard error,
 * and returns the exit status. */
enum kioskctl_exit kioskctl_policy_check(const char *file);
enum kioskctl_exit kioskctl_policy_show(const char *file);
enum kioskctl_exit kioskctl_policy_explain(const char *name);

/* The policy of FILE, or this machine's when FILE is NULL; NULL when it is not valid, which is then
 * said on standard error. Free it with policy_free. */
struct policy *kioskctl_policy_load(const char *file);

/* Asks the kiosk-launch that runs: what is open since when; or to end it, for REASON. Both are for
 * root. */
enum kioskctl_exit kioskctl_status(void);
enum kioskctl_exit kioskctl_end(const char *reason);

/* Make this machine start as a kiosk, in place of its display manager, or no longer. For root. */
enum kioskctl_exit kioskctl_enable(void);
enum kioskctl_exit kioskctl_disable(void);

/* Prints a line for each of URLS (NULL at the end): verdict, address, rule or reason, with
 * tabs between. KIOSKCTL_OK only when all are allowed. */
enum kioskctl_exit kioskctl_url_check(const struct policy *policy, char **urls);

/* Prints what the kiosk would do on the page WHERE, an https address or a file. */
enum kioskctl_exit kioskctl_explain_page(char *where);

/* Replaces this process by the program words[0], with an environment from nothing and no rights of
 * root's; where that fails it says so on standard error and ends. WORDS has NULL at its end. */
_Noreturn void kioskctl_become(char **words);
