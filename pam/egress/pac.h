/* The automatic configuration of proxies: a script that tells for each address which proxy to take.
 * Runs as: an account without rights, outside of the session's network.
 *
 * The script comes from the network of the school, so it is trusted as far as its answer goes: the
 * proxy to take. It is run by a process of its own that can do nothing but compute. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "outcome.h"
#include "routes.h"

enum {
    PAC_TEXT_MAX = 1 << 20,
    PAC_MESSAGE_MAX = 2048,
};

struct pac {
    int source;      /* what the keeper says; -1: no automatic configuration */
    bool is_settled; /* the first attempt to get the file is over */
    char *text;      /* NULL: none was got yet */
    size_t length;
};

/* Forks the keeper, which gets the file at URL (file:, http: or https:), tries again while it
 * cannot, looks again from time to time, and ends with the caller. 0, and *ret_source is the
 * descriptor that it writes to; or negative errno. */
int pac_keep(const char *url, int *ret_source);

/* To be called when PAC->source can be read. False when the keeper is gone. */
bool pac_receive(struct pac *pac);

/* Runs the script for https://AUTHORITY/, in a child. OUTCOME_OPENED: *ret_routes is filled. */
enum outcome pac_evaluate(const struct pac *pac, const char *authority, struct routes *ret_routes);

/* In that child: runs the script, speaks with the parent on DESCRIPTOR, a socket that keeps
 * messages apart, and ends. */
_Noreturn void pac_script_run(const struct pac *pac, const char *authority, int descriptor);

/* What the script asks its parent for, each with an answer that begins with '='. */
enum { PAC_ASK_NAME = 'n', PAC_ASK_OWN_ADDRESS = 'a' };
/* How the script ends, each the first letter of its last message. */
enum { PAC_SAYS_ROUTES = 'r', PAC_SAYS_ERROR = 'e' };

/* The functions that a script expects to find, in JavaScript. */
extern const char pac_functions[];
