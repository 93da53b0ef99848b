/* The session's processes: what they are started with, and what their end means.
 * Runs as: the kiosk user, in the main thread. */
#include "supervise.h"

#include <signal.h>
#include <sys/wait.h>

#include "config.h"
#include "log.h"
#include "spawn.h"

enum { ARGUMENTS_MAX = 12 };

/* Arguments that begin with "@" stand for what is known at run time. */
static const struct {
    const char *name;
    enum session_reader reader;
    gboolean listens; /* its descriptor is a listening socket that survives it */
    gboolean quiet;   /* xkbcomp's warnings about keys nobody has */
    gboolean needed;  /* without it the session must end */
    gboolean once;    /* it may end when it likes */
    const char *argv[ARGUMENTS_MAX];
} table[COMPONENT_COUNT] = {
    [COMPONENT_BROWSER] =
        {
                             .name = "kiosk-browser",
                             .reader = SESSION_READER_BROWSER,
                             .argv = {KIOSK_LIBEXEC_DIR "/kiosk-browser", "@policy", "--channel-fd=3"},
                             },
    [COMPONENT_BUS] =
        {
                             .name = "dbus-daemon",
                             .reader = SESSION_READER_BUS,
                             .listens = TRUE,
                             .needed = TRUE,
                             .argv = {"/usr/bin/dbus-daemon", "--config-file=" KIOSK_DATA_DIR "/session-bus.conf",
                     "--address=systemd:", "--nofork", "--nopidfile", "--nosyslog"},
                             },
    [COMPONENT_A11Y_BUS] =
        {
                             .name = "accessibility bus",
                             .reader = SESSION_READER_A11Y,
                             .listens = TRUE,
                             .argv = {"/usr/bin/dbus-daemon",
                     "--config-file=" KIOSK_DATA_DIR "/accessibility-bus.conf",
                     "--address=systemd:", "--nofork", "--nopidfile", "--nosyslog"},
                             },
 /* GLX alone takes 50 MiB and half of the start-up time, and nobody draws here. */
    [COMPONENT_DECOY] =
        {
                             .name = "decoy display",
                             .reader = SESSION_READER_DECOY,
                             .listens = TRUE,
                             .quiet = TRUE,
                             .needed = TRUE,
                             .argv = {"/usr/bin/Xvfb", "@decoy-display", "-auth", "@decoy-xauthority", "-screen",
                     "0", "16x16x24", "-nolisten", "tcp", "-noreset", "-extension", "GLX"},
                             },
    [COMPONENT_NOTIFIER] =
        {
                             .name = "dunst",
                             .reader = SESSION_READER_NOTIFIER,
                             .argv = {"/usr/bin/dunst", "-conf", KIOSK_DATA_DIR "/dunstrc"},
                             },
    [COMPONENT_NOTICE] =
        {
                             .name = "notice",
                             .reader = SESSION_READER_NOTIFIER,
                             .once = TRUE,
                             .argv = {KIOSK_LIBEXEC_DIR "/kiosk-screen", "@notice-title", "@notice-text"},
                             },
};

static void on_child_exit(GPid pid, gint status, gpointer data);

static GStrv arguments_new(struct supervisor *supervisor, enum component component)
{
    g_autoptr(GPtrArray) argv = g_ptr_array_new();

    for (int i = 0; i < ARGUMENTS_MAX && table[component].argv[i]; i++) {
        const char *argument = table[component].argv[i];

        if (g_str_equal(argument, "@policy"))
            g_ptr_array_add(argv, g_strdup_printf("--policy=%s", supervisor->policy_path));
        else if (g_str_equal(argument, "@decoy-display"))
            g_ptr_array_add(argv, g_strdup(supervisor->facts->decoy_display));
        else if (g_str_equal(argument, "@decoy-xauthority"))
            g_ptr_array_add(argv, g_strdup(supervisor->facts->decoy_xauthority));
        else if (g_str_equal(argument, "@notice-title"))
            g_ptr_array_add(argv, g_strdup_printf("--title=%s", supervisor->facts->notice_title));
        else if (g_str_equal(argument, "@notice-text"))
            g_ptr_array_add(argv, g_strdup_printf("--text=%s", supervisor->facts->notice_text));
        else
            g_ptr_array_add(argv, g_strdup(argument));
    }
    g_ptr_array_add(argv, NULL);
    return (GStrv)g_ptr_array_free(g_steal_pointer(&argv), FALSE);
}

gboolean supervisor_start(struct supervisor *supervisor, enum component component, int fd)
{
    struct supervised *child = &supervisor->children[component];
    g_auto(GStrv) argv = arguments_new(supervisor, component);
    g_auto(GStrv) environment = session_environment_new(supervisor->facts, table[component].reader);
    struct spawn spawn = {
        .argv = (const char *const *)argv,
        .environment = environment,
        .fd = fd,
        .listens = table[component].listens,
        .quiet = table[component].quiet,
    };
    GPid pid = spawn_child(&spawn);

    if (pid < 0) {
        session_log("cannot start %s: %m", table[component].name);
        return FALSE;
    }
    child->fd = fd;
    child->pid = pid;
    child->watch = g_child_watch_add(pid, on_child_exit, child);
    session_log("started %s, process %d", table[component].name, (int)pid);
    return TRUE;
}

/* The oldest of the last restarts makes room for this one, unless it is too recent. */
static gboolean may_restart(struct supervised *child)
{
    gint64 now = g_get_monotonic_time();
    gint64 oldest = child->restarts[0];

    if (oldest != 0 && now - oldest < (gint64)SUPERVISE_RESTARTS_SECONDS * G_USEC_PER_SEC)
        return FALSE;
    for (int i = 0; i + 1 < SUPERVISE_RESTARTS_MAX; i++)
        child->restarts[i] = child->restarts[i + 1];
    child->restarts[SUPERVISE_RESTARTS_MAX - 1] = now;
    return TRUE;
}

static void on_child_exit(GPid pid, gint status, gpointer data)
{
    struct supervised *child = data;
    struct supervisor *supervisor = child->supervisor;
    enum component component = child->component;

    child->pid = 0;
    child->watch = 0;
    if (table[component].once)
        return;
    if (WIFSIGNALED(status))
        session_log("%s ended by signal %d", table[component].name, WTERMSIG(status));
    else
        session_log("%s ended with status %d", table[component].name, WEXITSTATUS(status));

    if (component == COMPONENT_BROWSER)
        session_tell(&supervisor->listener, SESSION_EVENT_BROWSER_EXIT);
    else if (supervisor->ending)
        return;
    else if (may_restart(child) && supervisor_start(supervisor, component, child->fd))
        return;
    else if (table[component].needed)
        session_tell(&supervisor->listener, SESSION_EVENT_COMPONENT_LOST);
    else
        session_log("%s stays away", table[component].name);
}

void supervisor_init(struct supervisor *supervisor, const struct session_facts *facts,
                     const char *policy_path, const struct session_listener *listener)
{
    *supervisor =
        (struct supervisor){.facts = facts, .policy_path = policy_path, .listener = *listener};
    for (int i = 0; i < COMPONENT_COUNT; i++) {
        supervisor->children[i].supervisor = supervisor;
        supervisor->children[i].component = (enum component)i;
        supervisor->children[i].fd = -1;
    }
}

GPid supervisor_pid(const struct supervisor *supervisor, enum component component)
{
    return supervisor->children[component].pid;
}

void supervisor_stop(struct supervisor *supervisor, enum component component)
{
    if (supervisor->children[component].pid > 0)
        kill(supervisor->children[component].pid, SIGTERM);
}

void supervisor_signal_browser(struct supervisor *supervisor, int number)
{
    if (supervisor->children[COMPONENT_BROWSER].pid > 0)
        kill(supervisor->children[COMPONENT_BROWSER].pid, number);
}

void supervisor_stop_restarts(struct supervisor *supervisor)
{
    supervisor->ending = TRUE;
}

void supervisor_done(struct supervisor *supervisor)
{
    supervisor->ending = TRUE;
    for (int i = 0; i < COMPONENT_COUNT; i++) {
        struct supervised *child = &supervisor->children[i];

        if (child->watch)
            g_source_remove(child->watch);
        if (child->pid > 0)
            kill(child->pid, SIGKILL);
        child->watch = 0;
        child->pid = 0;
    }
}
