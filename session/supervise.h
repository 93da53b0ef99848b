/* The session's processes: what they are started with, and what their end means.
 * Runs as: the kiosk user, in the main thread. */
#pragma once

#include <glib.h>

#include "environment.h"
#include "listener.h"

enum component {
    COMPONENT_BROWSER,
    COMPONENT_BUS,
    COMPONENT_A11Y_BUS,
    COMPONENT_DECOY,
    COMPONENT_NOTIFIER,
    COMPONENT_NOTICE, /* until the browser has its window */
    COMPONENT_COUNT
};

enum { SUPERVISE_RESTARTS_MAX = 3, SUPERVISE_RESTARTS_SECONDS = 60 };

struct supervised {
    struct supervisor *supervisor;
    enum component component;
    GPid pid; /* 0: not running */
    guint watch;
    int fd;                                  /* passed on; -1: none */
    gint64 restarts[SUPERVISE_RESTARTS_MAX]; /* g_get_monotonic_time() of the last ones */
};

struct supervisor {
    struct supervised children[COMPONENT_COUNT];
    const struct session_facts *facts;
    const char *policy_path;
    gboolean ending; /* nothing is started again */
    struct session_listener listener;
};

void supervisor_init(struct supervisor *supervisor, const struct session_facts *facts,
                     const char *policy_path, const struct session_listener *listener);

/* Starts COMPONENT with FD (-1: none), which stays the caller's and must stay open. FALSE: it could
 * not even be forked. */
gboolean supervisor_start(struct supervisor *supervisor, enum component component, int fd);

/* 0 when it does not run. */
GPid supervisor_pid(const struct supervisor *supervisor, enum component component);

/* Sends SIGTERM, if it runs. It is not started again. */
void supervisor_stop(struct supervisor *supervisor, enum component component);

void supervisor_signal_browser(struct supervisor *supervisor, int number);

/* From now on what ends stays ended. */
void supervisor_stop_restarts(struct supervisor *supervisor);
void supervisor_done(struct supervisor *supervisor);
