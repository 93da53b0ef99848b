/* The resource limits of a session.
 * Runs as: root, in the PAM application's process, whose children inherit them. */
#include "session-limits.h"

#include <errno.h>

/* No core file can hold a password; no real-time or favoured process can starve the machine. */
static const struct limit {
    int resource;
    rlim_t value; /* RLIM_INFINITY: session.processes */
} limits_of_session[SESSION_LIMIT_COUNT] = {
    {RLIMIT_CORE,   0            },
    {RLIMIT_NPROC,  RLIM_INFINITY},
    {RLIMIT_NOFILE, 4096         },
    {RLIMIT_RTPRIO, 0            },
    {RLIMIT_NICE,   0            },
};

int session_limits_set(const struct policy *policy, struct session_limits *limits)
{
    for (int i = 0; i < SESSION_LIMIT_COUNT; i++) {
        const struct limit *limit = &limits_of_session[i];
        rlim_t value = limit->value == RLIM_INFINITY ? policy->session_processes : limit->value;
        struct rlimit both;

        if (getrlimit(limit->resource, &limits->old[i]) < 0)
            return -errno;
        if (value > limits->old[i].rlim_max)
            value =
                limits->old[i].rlim_max; /* stricter already, and root may be unable to raise it */
        both = (struct rlimit){.rlim_cur = value, .rlim_max = value};
        if (setrlimit(limit->resource, &both) < 0)
            return -errno;
        limits->count = i + 1;
    }
    return 0;
}

void session_limits_undo(struct session_limits *limits)
{
    while (limits->count > 0) {
        int i = --limits->count;

        /* Root may always raise them; a caller that may not keeps the stricter ones. */
        (void)setrlimit(limits_of_session[i].resource, &limits->old[i]);
    }
}
