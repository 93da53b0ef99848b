/* The life of a session as one table: state x event -> state, action, end reason.
 * Runs as: the kiosk user; pure: no clock, no X, no memory, no logging. */
#include "state-machine.h"

struct cell {
    enum session_state next; /* SAME: stay */
    enum session_action action;
    enum end_reason reason; /* AS_REQUESTED: the event brings it */
};

#define SAME SESSION_STATE_COUNT
#define AS_REQUESTED END_REASON_COUNT

/* How the cells are spelled. */
#define STAY                                                                                       \
    {                                                                                              \
        SAME, SESSION_ACTION_NOTHING, AS_REQUESTED                                                 \
    }
#define NO                                                                                         \
    {                                                                                              \
        SAME, SESSION_ACTION_REFUSE, AS_REQUESTED                                                  \
    }
#define DO(action)                                                                                 \
    {                                                                                              \
        SAME, SESSION_ACTION_##action, AS_REQUESTED                                                \
    }
#define TO(state, action)                                                                          \
    {                                                                                              \
        SESSION_##state, SESSION_ACTION_##action, AS_REQUESTED                                     \
    }
#define END(reason, action)                                                                        \
    {                                                                                              \
        SESSION_ENDING, SESSION_ACTION_##action, reason                                            \
    }

#define IDLE END(END_REASON_IDLE, ASK)
#define LONG END(END_REASON_MAX_DURATION, ASK)
#define WISH END(AS_REQUESTED, ASK)
#define DEAD END(END_REASON_CRASH_BROWSER, FINISH)
#define HUNG END(END_REASON_CRASH_BROWSER, KILL)
#define NO_X END(END_REASON_CRASH_X, KILL)
#define LAME END(END_REASON_CRASH_SESSION, ASK)

/* Until something was typed, idleness costs nothing: the login page is loaded anew, without a word.
 * Input that comes before the page is reported ready counts as any other: a page that paints but
 * never says so must not leave a login unwatched. Input during the countdown may be the next
 * person's, who sat down at the previous one's session: only the choice to stay brings the page
 * back. */
/* clang-format off */
static const struct cell table[SESSION_EVENT_COUNT][SESSION_STATE_COUNT] = {
    /*                                starting            ready               touched             active              warning             ending      */
    [SESSION_EVENT_BROWSER_READY]  = {TO(READY, REST),    STAY,               STAY,               STAY,               STAY,               STAY},
    [SESSION_EVENT_INPUT]          = {TO(TOUCHED, BEGIN), TO(TOUCHED, BEGIN), STAY,               STAY,               STAY,               STAY},
    [SESSION_EVENT_USED]           = {TO(ACTIVE, BEGIN),  TO(ACTIVE, BEGIN),  TO(ACTIVE, NOTHING), STAY,              STAY,               STAY},
    [SESSION_EVENT_STAY]           = {NO,                 NO,                 STAY,               STAY,               TO(ACTIVE, RESUME), STAY},
    [SESSION_EVENT_IDLE]           = {NO,                 NO,                 TO(READY, REFRESH), TO(WARNING, WARN),  NO,                 STAY},
    [SESSION_EVENT_COUNTDOWN_OVER] = {NO,                 NO,                 NO,                 NO,                 IDLE,               NO},
    [SESSION_EVENT_REFRESH_DUE]    = {NO,                 DO(REFRESH),        STAY,               STAY,               STAY,               STAY},
    [SESSION_EVENT_CLOSING_NEAR]   = {STAY,               STAY,               DO(CLOSING),        DO(CLOSING),        DO(CLOSING),        STAY},
    [SESSION_EVENT_DURATION_NEAR]  = {NO,                 NO,                 DO(NOTICE),         DO(NOTICE),         DO(NOTICE),         NO},
    [SESSION_EVENT_DURATION_OVER]  = {NO,                 NO,                 LONG,               LONG,               LONG,               NO},
    [SESSION_EVENT_END_REQUEST]    = {WISH,               WISH,               WISH,               WISH,               WISH,               STAY},
    [SESSION_EVENT_BROWSER_EXIT]   = {DEAD,               DEAD,               DEAD,               DEAD,               DEAD,               DO(FINISH)},
    [SESSION_EVENT_BROWSER_FAULT]  = {HUNG,               HUNG,               HUNG,               HUNG,               HUNG,               DO(KILL)},
    [SESSION_EVENT_X_LOST]         = {NO_X,               NO_X,               NO_X,               NO_X,               NO_X,               STAY},
    [SESSION_EVENT_COMPONENT_LOST] = {LAME,               LAME,               LAME,               LAME,               LAME,               STAY},
    [SESSION_EVENT_PATIENCE_OVER]  = {NO,                 NO,                 NO,                 NO,                 NO,                 DO(PUSH)},
};
/* clang-format on */

struct session_machine session_machine_new(void)
{
    return (struct session_machine){.state = SESSION_STARTING, .reason = END_REASON_COUNT};
}

enum session_action session_machine_handle(struct session_machine *machine,
                                           enum session_event event, enum end_reason reason)
{
    const struct cell *cell = &table[event][machine->state];

    if (cell->next == SESSION_ENDING)
        machine->reason = cell->reason == AS_REQUESTED ? reason : cell->reason;
    if (cell->next != SAME)
        machine->state = cell->next;
    return cell->action;
}

const char *session_state_name(enum session_state state)
{
    static const char *const names[SESSION_STATE_COUNT] = {
        [SESSION_STARTING] = "starting", [SESSION_READY] = "ready",
        [SESSION_TOUCHED] = "touched",   [SESSION_ACTIVE] = "active",
        [SESSION_WARNING] = "warning",   [SESSION_ENDING] = "ending",
    };
    return names[state];
}

const char *session_event_name(enum session_event event)
{
    static const char *const names[SESSION_EVENT_COUNT] = {
        [SESSION_EVENT_BROWSER_READY] = "browser-ready",
        [SESSION_EVENT_INPUT] = "input",
        [SESSION_EVENT_USED] = "used",
        [SESSION_EVENT_STAY] = "stay",
        [SESSION_EVENT_IDLE] = "idle",
        [SESSION_EVENT_COUNTDOWN_OVER] = "countdown-over",
        [SESSION_EVENT_REFRESH_DUE] = "refresh-due",
        [SESSION_EVENT_CLOSING_NEAR] = "closing-near",
        [SESSION_EVENT_DURATION_NEAR] = "duration-near",
        [SESSION_EVENT_DURATION_OVER] = "duration-over",
        [SESSION_EVENT_END_REQUEST] = "end-request",
        [SESSION_EVENT_BROWSER_EXIT] = "browser-exit",
        [SESSION_EVENT_BROWSER_FAULT] = "browser-fault",
        [SESSION_EVENT_X_LOST] = "x-lost",
        [SESSION_EVENT_COMPONENT_LOST] = "component-lost",
        [SESSION_EVENT_PATIENCE_OVER] = "patience-over",
    };
    return names[event];
}

const char *session_action_name(enum session_action action)
{
    static const char *const names[SESSION_ACTION_COUNT] = {
        [SESSION_ACTION_NOTHING] = "-",       [SESSION_ACTION_REFUSE] = "refuse",
        [SESSION_ACTION_REST] = "rest",       [SESSION_ACTION_REFRESH] = "refresh",
        [SESSION_ACTION_BEGIN] = "begin",     [SESSION_ACTION_WARN] = "warn",
        [SESSION_ACTION_CLOSING] = "closing", [SESSION_ACTION_RESUME] = "resume",
        [SESSION_ACTION_NOTICE] = "notice",   [SESSION_ACTION_ASK] = "ask",
        [SESSION_ACTION_KILL] = "kill",       [SESSION_ACTION_PUSH] = "push",
        [SESSION_ACTION_FINISH] = "finish",
    };
    return names[action];
}
