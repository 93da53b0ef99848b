/* How the parts of the session tell what happened.
 * Runs as: the kiosk user, in the main thread. */
#pragma once

#include "state-machine.h"

struct session_listener {
    /* REASON counts for SESSION_EVENT_END_REQUEST alone. */
    void (*on_event)(void *data, enum session_event event, enum end_reason reason);
    void *data;
};

static inline void session_tell(const struct session_listener *listener, enum session_event event)
{
    listener->on_event(listener->data, event, END_REASON_COUNT);
}

static inline void session_request_end(const struct session_listener *listener,
                                       enum end_reason reason)
{
    listener->on_event(listener->data, SESSION_EVENT_END_REQUEST, reason);
}
