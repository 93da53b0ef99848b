/* The life of a session as one table: state x event -> state, action, end reason.
 * Runs as: the kiosk user; pure: no clock, no X, no memory, no logging. */
#pragma once

#include <stdbool.h>

#include "end-reason.h"

enum session_state {
    SESSION_STARTING, /* the browser is on its way to the first painted page */
    SESSION_READY,    /* the page waits for somebody; nobody has touched anything */
    SESSION_TOUCHED,  /* somebody is there, but nothing was typed yet */
    SESSION_ACTIVE,   /* in use */
    SESSION_WARNING,  /* nobody has touched anything for long; the countdown runs */
    SESSION_ENDING,   /* the reason is fixed; the browser is given its time to log out */
    SESSION_STATE_COUNT
};

enum session_event {
    SESSION_EVENT_BROWSER_READY,
    SESSION_EVENT_INPUT,          /* keyboard, mouse or touch */
    SESSION_EVENT_USED,           /* something was typed, or the start page was left */
    SESSION_EVENT_STAY,           /* the user said so, in the shell or in the notification */
    SESSION_EVENT_IDLE,           /* no input for idle-timeout less idle-warning */
    SESSION_EVENT_COUNTDOWN_OVER, /* idle-warning has passed since */
    SESSION_EVENT_REFRESH_DUE,    /* the login page has waited for long */
    SESSION_EVENT_CLOSING_NEAR,   /* the opening hours end soon */
    SESSION_EVENT_DURATION_NEAR,  /* the last minute of max-duration begins */
    SESSION_EVENT_DURATION_OVER,
    SESSION_EVENT_END_REQUEST,   /* the one event that brings its reason along */
    SESSION_EVENT_BROWSER_EXIT,  /* the process is gone */
    SESSION_EVENT_BROWSER_FAULT, /* it hangs, or broke the rules of the channel */
    SESSION_EVENT_X_LOST,
    SESSION_EVENT_COMPONENT_LOST, /* a part that the session needs cannot be kept alive */
    SESSION_EVENT_PATIENCE_OVER,  /* the browser used up the time of the last request to end */
    SESSION_EVENT_COUNT
};

enum session_action {
    SESSION_ACTION_NOTHING,
    SESSION_ACTION_REFUSE,  /* the event cannot happen in this state: log it, change nothing */
    SESSION_ACTION_REST,    /* watch for the first input, keep the login page fresh */
    SESSION_ACTION_REFRESH, /* load the login page anew, and REST */
    SESSION_ACTION_BEGIN,   /* count the duration, watch for idleness */
    SESSION_ACTION_WARN,    /* count down, hide the page, notify */
    SESSION_ACTION_RESUME,  /* undo WARN */
    SESSION_ACTION_CLOSING, /* say that the kiosk closes soon */
    SESSION_ACTION_NOTICE,  /* say that the last minute runs */
    SESSION_ACTION_ASK,     /* ask the browser to end, with patience */
    SESSION_ACTION_KILL,    /* the browser cannot be asked: kill it */
    SESSION_ACTION_PUSH,    /* patience is over: the next harder way */
    SESSION_ACTION_FINISH,  /* report the reason and exit */
    SESSION_ACTION_COUNT
};

struct session_machine {
    enum session_state state;
    enum end_reason reason; /* meaningful in SESSION_ENDING; the first one stays */
};

struct session_machine session_machine_new(void);

/* Takes the step and returns what is to be done. REASON counts for SESSION_EVENT_END_REQUEST
 * alone. */
enum session_action session_machine_handle(struct session_machine *machine,
                                           enum session_event event, enum end_reason reason);

/* Static strings, as the log and the diagram write them. */
const char *session_state_name(enum session_state state);
const char *session_event_name(enum session_event event);
const char *session_action_name(enum session_action action);
