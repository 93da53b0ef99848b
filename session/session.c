/* One session from its start to its end: the parts, and what the state machine has them do.
 * Runs as: the kiosk user, in the main thread. */
#include "session.h"

#include <signal.h>

#include "log.h"
#include "session-parts.h"

enum { LAST_MINUTE = 60, SECONDS_AFTER_TERM = 2, SECONDS_AFTER_KILL = 2 };

static unsigned idle_lead(const struct session *session)
{
    return session->policy->session_idle_timeout - session->policy->session_idle_warning;
}

static void do_nothing(struct session *session)
{
}

static void rest(struct session *session)
{
    boot_timer_start(&session->refresh, session->policy->session_idle_timeout);
}

/* Nobody has typed anything: what was begun costs nothing, the page is loaded anew. */
static void refresh(struct session *session)
{
    boot_timer_stop(&session->duration);
    boot_timer_stop(&session->duration_near);
    browser_channel_send(&session->channel, &(struct channel_message){.word = CHANNEL_REFRESH});
    idle_watch_for_first_input(&session->idle);
    rest(session);
}

static void begin(struct session *session)
{
    unsigned duration = session->policy->session_max_duration;

    boot_timer_start(&session->duration, duration);
    if (duration > LAST_MINUTE)
        boot_timer_start(&session->duration_near, duration - LAST_MINUTE);
    idle_watch_reset(&session->idle); /* it may begin without a key or a pointer */
    idle_watch_for_idleness(&session->idle, idle_lead(session));
}

static void warn(struct session *session)
{
    unsigned seconds = session->policy->session_idle_warning;

    boot_timer_start(&session->countdown, seconds);
    browser_channel_send(&session->channel,
                         &(struct channel_message){.word = CHANNEL_WARN, .seconds = seconds});
    notifier_warn(session->notifier, seconds);
}

static void resume(struct session *session)
{
    boot_timer_stop(&session->countdown);
    browser_channel_send(&session->channel, &(struct channel_message){.word = CHANNEL_RESUME});
    notifier_close(session->notifier);
    /* "Stay" may have been said without a key or a pointer, by assistive technology. */
    idle_watch_reset(&session->idle);
    idle_watch_for_idleness(&session->idle, idle_lead(session));
}

static void give_notice(struct session *session)
{
    notifier_last_minute(session->notifier, LAST_MINUTE);
}

static void give_closing_notice(struct session *session)
{
    notifier_closing(session->notifier, session->closing.plan.left);
}

static void stop_watching(struct session *session)
{
    network_process_done(&session->network); /* it ends with the browser */
    closing_watch_done(&session->closing);
    room_watch_done(&session->room);
    boot_timer_stop(&session->countdown);
    boot_timer_stop(&session->refresh);
    boot_timer_stop(&session->duration);
    boot_timer_stop(&session->duration_near);
    supervisor_stop_restarts(&session->supervisor);
}

static void ask(struct session *session)
{
    stop_watching(session);
    notifier_close(session->notifier);
    browser_channel_send(
        &session->channel,
        &(struct channel_message){.word = CHANNEL_END, .reason = session->machine.reason});
    boot_timer_start(&session->patience, session->policy->session_logout_wait);
}

static void kill_browser(struct session *session)
{
    stop_watching(session);
    session->pushes = 2;
    supervisor_signal_browser(&session->supervisor, SIGKILL);
    boot_timer_start(&session->patience, SECONDS_AFTER_KILL);
}

static void finish(struct session *session)
{
    if (session->channel.logout == LOGOUT_NOT_TRIED)
        session_log("server logout not-tried, replay unknown");
    stop_watching(session);
    boot_timer_stop(&session->patience);
    g_main_loop_quit(session->loop);
}

/* TERM, then KILL, then without: what is left is for the launcher to kill. */
static void push(struct session *session)
{
    if (session->pushes++ == 0) {
        session_log("browser does not end: SIGTERM");
        supervisor_signal_browser(&session->supervisor, SIGTERM);
        boot_timer_start(&session->patience, SECONDS_AFTER_TERM);
    } else if (session->pushes == 2) {
        session_log("browser does not end: SIGKILL");
        kill_browser(session);
    } else {
        session_log("browser does not end");
        finish(session);
    }
}

static void on_event(void *data, enum session_event event, enum end_reason reason)
{
    static void (*const actions[SESSION_ACTION_COUNT])(struct session * session) = {
        [SESSION_ACTION_NOTHING] = do_nothing, [SESSION_ACTION_REFUSE] = do_nothing,
        [SESSION_ACTION_REST] = rest,          [SESSION_ACTION_REFRESH] = refresh,
        [SESSION_ACTION_BEGIN] = begin,        [SESSION_ACTION_WARN] = warn,
        [SESSION_ACTION_RESUME] = resume,      [SESSION_ACTION_CLOSING] = give_closing_notice,
        [SESSION_ACTION_NOTICE] = give_notice, [SESSION_ACTION_ASK] = ask,
        [SESSION_ACTION_KILL] = kill_browser,  [SESSION_ACTION_PUSH] = push,
        [SESSION_ACTION_FINISH] = finish,
    };
    struct session *session = data;
    enum session_state before = session->machine.state;
    enum session_action action;

    /* A browser that dies because its X server died: the cause counts, whichever is seen first. */
    if (event == SESSION_EVENT_BROWSER_EXIT && before != SESSION_ENDING)
        x_display_check(&session->display);

    if (event == SESSION_EVENT_BROWSER_READY && session->ready_ms == 0) {
        session->ready_ms = (unsigned)MAX(1, boot_time_ms() - session->begun_ms);
        network_process_look(&session->network,
                             supervisor_pid(&session->supervisor, COMPONENT_BROWSER));
    }

    before = session->machine.state;
    action = session_machine_handle(&session->machine, event, reason);
    if (action == SESSION_ACTION_REFUSE)
        session_log("illegal event %s in state %s", session_event_name(event),
                    session_state_name(before));
    if (session->machine.state == SESSION_ENDING && before != SESSION_ENDING)
        session_log("state ending, reason %s", end_reason_name(session->machine.reason));
    else if (session->machine.state != before)
        session_log("state %s", session_state_name(session->machine.state));

    /* dunst is not needed before this, and the first page wants both processors. */
    if (before == SESSION_STARTING && session->machine.state != SESSION_ENDING &&
        session->machine.state != SESSION_STARTING)
        supervisor_start(&session->supervisor, COMPONENT_NOTIFIER, -1);
    actions[action](session);
}

struct end_claim session_run(const struct policy *policy, const char *policy_path)
{
    struct session session = {
        .policy = policy,
        .policy_path = policy_path,
        .machine = session_machine_new(),
        .begun_ms = boot_time_ms(),
    };
    struct session_listener listener = {on_event, &session};
    struct end_claim claim = {.has_details = true};

    session.loop = g_main_loop_new(NULL, FALSE);
    session_log("state starting");
    if (session_parts_start(&session, &listener, &claim.reason)) {
        g_main_loop_run(session.loop);
        claim.reason = session.machine.reason;
    }
    claim.ready_ms = session.ready_ms;
    claim.logout = session.channel.logout;
    claim.proof = session.channel.proof;
    session_parts_stop(&session);
    g_main_loop_unref(session.loop);
    return claim;
}
