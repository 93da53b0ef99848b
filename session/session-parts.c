/* The parts of a running session, brought up in order and taken down.
 * Runs as: the kiosk user, in the main thread. */
#include "session-parts.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <unistd.h>

#include "listen-socket.h"
#include "log.h"
#include "session.h"

enum { PULSE_SECONDS = 5 };

/* From this size on the shell is drawn at double size. */
enum { DENSE_WIDTH = 3200, DENSE_HEIGHT = 1800 };

static void on_x_event(void *data, XEvent *event)
{
    struct session *session = data;

    if (idle_watch_handle(&session->idle, event))
        return;
    window_manager_handle(&session->wm, event);
    if (session->wm.client != None)
        supervisor_stop(&session->supervisor, COMPONENT_NOTICE);
}

static void terminate(struct session *session, int number)
{
    session_request_end(&session->display.listener, end_reason_from_signal(number));
}

static gboolean on_terminate(gpointer data)
{
    terminate(data, SIGTERM);
    return G_SOURCE_CONTINUE;
}

static gboolean on_suspend(gpointer data)
{
    terminate(data, SIGUSR1);
    return G_SOURCE_CONTINUE;
}

static gboolean on_administrator(gpointer data)
{
    terminate(data, SIGUSR2);
    return G_SOURCE_CONTINUE;
}

static void on_countdown_over(void *data)
{
    session_tell(data, SESSION_EVENT_COUNTDOWN_OVER);
}

static void on_refresh_due(void *data)
{
    session_tell(data, SESSION_EVENT_REFRESH_DUE);
}

static void on_duration_over(void *data)
{
    session_tell(data, SESSION_EVENT_DURATION_OVER);
}

static void on_duration_near(void *data)
{
    session_tell(data, SESSION_EVENT_DURATION_NEAR);
}

static void on_patience_over(void *data)
{
    session_tell(data, SESSION_EVENT_PATIENCE_OVER);
}

/* The launcher ends a session that stops saying this. */
static void say_alive(void)
{
    static const char alive[] = "alive\n";

    if (write(SESSION_END_FD, alive, sizeof alive - 1) < 0)
        session_log("cannot say that the session lives: %m");
}

/* The round trip makes it say as well that the X server answers: where that hangs, so do we, and
 * the launcher ends both. */
static void on_pulse(void *data)
{
    struct session *session = data;

    if (!session->display.lost)
        XSync(session->display.x, False);
    say_alive();
    network_process_look(&session->network,
                         supervisor_pid(&session->supervisor, COMPONENT_BROWSER));
    boot_timer_start(&session->pulse, PULSE_SECONDS);
}

static gboolean start_clocks(struct session *session)
{
    struct session_listener *listener = &session->display.listener;
    const struct {
        int number;
        GSourceFunc function;
    } signals[] = {
        {SIGTERM, on_terminate    },
        {SIGINT,  on_terminate    },
        {SIGHUP,  on_terminate    },
        {SIGUSR1, on_suspend      },
        {SIGUSR2, on_administrator},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(signals); i++)
        g_unix_signal_add(signals[i].number, signals[i].function, session);
    return boot_timer_init(&session->countdown, on_countdown_over, listener) &&
           boot_timer_init(&session->refresh, on_refresh_due, listener) &&
           boot_timer_init(&session->duration, on_duration_over, listener) &&
           boot_timer_init(&session->duration_near, on_duration_near, listener) &&
           boot_timer_init(&session->patience, on_patience_over, listener) &&
           boot_timer_init(&session->pulse, on_pulse, session);
}

static gboolean take_display(struct session *session, const struct session_listener *listener)
{
    if (!x_display_init(&session->display, session->facts.display, listener)) {
        session_log("cannot connect to the X server");
        return FALSE;
    }
    session->display.on_x_event = on_x_event;
    session->display.data = session;
    if (!window_manager_init(&session->wm, session->display.x, listener)) {
        session_log("cannot manage the windows: another window manager runs");
        return FALSE;
    }
    if (!idle_watch_init(&session->idle, session->display.x, listener)) {
        session_log("cannot watch for idleness: the X server has no raw input events");
        return FALSE;
    }
    if (session->wm.area.width >= DENSE_WIDTH && session->wm.area.height >= DENSE_HEIGHT)
        session->facts.gdk_scale = "2";
    return TRUE;
}

/* The sockets are open before anything behind them runs, so that nothing has to wait. */
static gboolean open_sockets(struct session *session)
{
    const char *dir = session->facts.runtime_dir;

    session->bus_path = g_build_filename(dir, "bus", NULL);
    session->a11y_path = g_build_filename(dir, "at-spi-bus", NULL);
    session->bus_address = g_strdup_printf("unix:path=%s", session->bus_path);
    session->a11y_address = g_strdup_printf("unix:path=%s", session->a11y_path);
    session->bus_fd = listen_socket_open(session->bus_path);
    session->a11y_fd = listen_socket_open(session->a11y_path);
    if (session->bus_fd < 0 || session->a11y_fd < 0 || !decoy_display_init(&session->decoy, dir)) {
        session_log("cannot open the session's sockets: %m");
        return FALSE;
    }
    session->facts.bus_address = session->bus_address;
    session->facts.a11y_address = session->a11y_address;
    session->facts.decoy_display = session->decoy.display;
    session->facts.decoy_xauthority = session->decoy.xauthority;
    return TRUE;
}

static void choose_notice(struct session_facts *facts)
{
    facts->notice_title =
        facts->previous_wipe ? _("Session erased, one moment…") : _("One moment…");
    facts->notice_text = _("The webmail is being opened.");
}

/* The browser first: what it needs is up long before it asks. */
static gboolean start_processes(struct session *session, const struct session_listener *listener)
{
    struct supervisor *supervisor = &session->supervisor;

    choose_notice(&session->facts);
    ewmh_announce_a11y_bus(&session->wm.ewmh, session->a11y_address);
    if (!browser_channel_init(&session->channel, listener) ||
        !supervisor_start(supervisor, COMPONENT_BROWSER, session->channel.peer_fd) ||
        !supervisor_start(supervisor, COMPONENT_NOTICE, -1) ||
        !supervisor_start(supervisor, COMPONENT_BUS, session->bus_fd) ||
        !supervisor_start(supervisor, COMPONENT_A11Y_BUS, session->a11y_fd) ||
        !supervisor_start(supervisor, COMPONENT_DECOY, session->decoy.fd))
        return FALSE;
    session->wm.browser = supervisor_pid(supervisor, COMPONENT_BROWSER);
    browser_channel_connect(&session->channel);
    window_manager_set_pointer(&session->wm);
    return TRUE;
}

gboolean session_parts_start(struct session *session, const struct session_listener *listener,
                             enum end_reason *ret_reason)
{
    session->bus_fd = session->a11y_fd = session->decoy.fd = -1;
    session->channel.fd = session->channel.peer_fd = -1;
    session->network.fd = -1;
    session->channel.logout = LOGOUT_NOT_TRIED;
    session->channel.proof = LOGOUT_PROOF_UNKNOWN;
    supervisor_init(&session->supervisor, &session->facts, session->policy_path, listener);

    *ret_reason = END_REASON_CRASH_SESSION;
    if (!session_facts_read(&session->facts))
        return FALSE;
    session->facts.language = session->policy->session_language == POLICY_LANGUAGE_FR ? "fr" : "en";
    session->facts.software = session_has_gpu() ? NULL : "1";

    say_alive(); /* from here on root waits for the next one, also when the X server hangs */
    *ret_reason = END_REASON_CRASH_X;
    if (!take_display(session, listener))
        return FALSE;

    *ret_reason = END_REASON_CRASH_SESSION;
    if (!start_clocks(session) || !open_sockets(session) || !start_processes(session, listener))
        return FALSE;
    session->notifier = notifier_new(session->bus_address, listener);
    room_watch_init(&session->room, session->facts.home, session->notifier);
    idle_watch_for_first_input(&session->idle);
    network_process_init(&session->network, listener);
    on_pulse(session);
    if (!closing_watch_init(&session->closing, session->policy, listener)) {
        session_log("no watch on the opening hours: %m");
        return FALSE;
    }
    return TRUE;
}

static void close_socket(int *fd, char **path)
{
    if (*fd >= 0) {
        unlink(*path);
        close(*fd);
    }
    *fd = -1;
    g_clear_pointer(path, g_free);
}

void session_parts_stop(struct session *session)
{
    supervisor_done(&session->supervisor);
    browser_channel_done(&session->channel);
    /* The handlers of signals stay: without them a late SIGTERM would kill the process before it
     * has reported why the session ends. */
    boot_timer_done(&session->countdown);
    boot_timer_done(&session->refresh);
    boot_timer_done(&session->duration);
    boot_timer_done(&session->duration_near);
    boot_timer_done(&session->patience);
    boot_timer_done(&session->pulse);
    network_process_done(&session->network);
    idle_watch_done(&session->idle);
    closing_watch_done(&session->closing);
    room_watch_done(&session->room);
    decoy_display_done(&session->decoy);
    close_socket(&session->bus_fd, &session->bus_path);
    close_socket(&session->a11y_fd, &session->a11y_path);
    x_display_done(&session->display);
}
