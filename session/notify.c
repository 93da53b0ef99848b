/* Desktop notifications, from a thread of their own.
 * Runs as: the kiosk user; the calls below in the main thread, libnotify in the worker. */
#include "notify.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <libnotify/notify.h>

#include "config.h"
#include "log.h"

enum { LAST_MINUTE_SHOWN_MS = 15000 };

struct notifier {
    GMainContext *context; /* the worker's */
    struct session_listener listener;
    /* Touched by the worker alone: */
    GDBusConnection *bus;
    NotifyNotification *shown;
    NotifyNotification *way_out; /* stands beside the countdown */
    GSource *tick;
    gint64 deadline; /* g_get_monotonic_time() at which the session ends */
};

struct order {
    struct notifier *notifier;
    void (*run)(struct notifier *notifier, unsigned seconds);
    unsigned seconds;
};

static gboolean run_order(gpointer data)
{
    struct order *order = data;

    order->run(order->notifier, order->seconds);
    return G_SOURCE_REMOVE;
}

/* To the worker, or from it to the main thread. */
static void post(GMainContext *context, struct notifier *notifier,
                 void (*run)(struct notifier *notifier, unsigned seconds), unsigned seconds)
{
    struct order *order = g_new(struct order, 1);
    GSource *source = g_idle_source_new();

    *order = (struct order){notifier, run, seconds};
    g_source_set_priority(source, G_PRIORITY_DEFAULT); /* orders stay in order */
    g_source_set_callback(source, run_order, order, g_free);
    g_source_attach(source, context);
    g_source_unref(source);
}

static void tell_stay(struct notifier *notifier, unsigned seconds)
{
    session_tell(&notifier->listener, SESSION_EVENT_STAY);
}

static void tell_end(struct notifier *notifier, unsigned seconds)
{
    session_request_end(&notifier->listener, END_REASON_LOGOUT_BUTTON);
}

static void on_stay(NotifyNotification *notification, char *action, gpointer data)
{
    post(NULL, data, tell_stay, 0);
}

static void on_end(NotifyNotification *notification, char *action, gpointer data)
{
    post(NULL, data, tell_end, 0);
}

/* A bus that is lost must not end this process, which is what GDBus does by default. The reference
 * stays: libnotify asks for the connection again, and must be given this one. */
static gboolean connect_bus(struct notifier *notifier)
{
    g_autoptr(GError) error = NULL;

    if (!notifier->bus)
        notifier->bus = g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, &error);
    if (!notifier->bus) {
        session_log("no notification: %s", error->message);
        return FALSE;
    }
    g_dbus_connection_set_exit_on_close(notifier->bus, FALSE);
    return notify_is_initted() || notify_init(GETTEXT_PACKAGE);
}

static gboolean show(NotifyNotification *notification)
{
    g_autoptr(GError) error = NULL;

    if (notify_notification_show(notification, &error))
        return TRUE;
    session_log("no notification: %s", error ? error->message : "refused");
    return FALSE;
}

static char *countdown_text(unsigned seconds)
{
    return g_strdup_printf(
        ngettext("Everything is erased in %u second. Click here to stay signed in.",
                 "Everything is erased in %u seconds. Click here to stay signed in.", seconds),
        seconds);
}

static NotifyNotification *urgent_new(const char *title, const char *body)
{
    NotifyNotification *notification = notify_notification_new(title, body, NULL);

    notify_notification_set_urgency(notification, NOTIFY_URGENCY_CRITICAL);
    notify_notification_set_timeout(notification, NOTIFY_EXPIRES_NEVER);
    notify_notification_set_hint(notification, "suppress-sound", g_variant_new_boolean(TRUE));
    return notification;
}

static void close_one(NotifyNotification **notification)
{
    if (*notification)
        notify_notification_close(*notification, NULL);
    g_clear_object(notification);
}

static gboolean on_tick(gpointer data)
{
    struct notifier *notifier = data;
    gint64 left = notifier->deadline - g_get_monotonic_time();
    g_autofree char *body = NULL;

    if (left <= 0)
        return G_SOURCE_REMOVE;
    body = countdown_text((unsigned)((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC));
    notify_notification_update(notifier->shown, _("Are you still there?"), body, NULL);
    return show(notifier->shown) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void run_close(struct notifier *notifier, unsigned seconds)
{
    if (notifier->tick) {
        g_source_destroy(notifier->tick);
        g_clear_pointer(&notifier->tick, g_source_unref);
    }
    close_one(&notifier->shown);
    close_one(&notifier->way_out);
    if (notify_is_initted())
        notify_uninit();
    g_clear_object(&notifier->bus); /* the next one finds a bus that was started again */
}

/* dunst has no buttons: a click does a notification's default action, and needs a menu program for
 * any other. So each of the two actions has a notification to click on. */
static void run_warn(struct notifier *notifier, unsigned seconds)
{
    g_autofree char *body = countdown_text(seconds);

    run_close(notifier, 0);
    if (!connect_bus(notifier))
        return;
    notifier->deadline = g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;
    notifier->shown = urgent_new(_("Are you still there?"), body);
    notify_notification_add_action(notifier->shown, "default", _("Stay"), on_stay, notifier, NULL);
    notify_notification_add_action(notifier->shown, "end", _("End now"), on_end, notifier, NULL);
    notifier->way_out =
        urgent_new(_("End now"), _("Click here to erase everything and leave the PC."));
    notify_notification_add_action(notifier->way_out, "default", _("End now"), on_end, notifier,
                                   NULL);
    if (!show(notifier->shown) || !show(notifier->way_out))
        return;
    notifier->tick = g_timeout_source_new(1000);
    g_source_set_callback(notifier->tick, on_tick, notifier, NULL);
    g_source_attach(notifier->tick, notifier->context);
}

/* A notice that goes by itself; while the countdown is shown, that matters more. */
static void show_for_a_while(struct notifier *notifier, const char *title, const char *body)
{
    if (notifier->tick || !connect_bus(notifier))
        return;
    g_clear_object(&notifier->shown);
    notifier->shown = notify_notification_new(title, body, NULL);
    notify_notification_set_timeout(notifier->shown, LAST_MINUTE_SHOWN_MS);
    show(notifier->shown);
}

static void run_last_minute(struct notifier *notifier, unsigned seconds)
{
    g_autofree char *body = g_strdup_printf(
        ngettext("The longest time of a session is reached in %u second. Finish what you are "
                 "writing; you can log in again afterwards.",
                 "The longest time of a session is reached in %u seconds. Finish what you are "
                 "writing; you can log in again afterwards.",
                 seconds),
        seconds);

    show_for_a_while(notifier, _("The session ends soon"), body);
}

static void run_closing(struct notifier *notifier, unsigned seconds)
{
    unsigned minutes = MAX(1, (seconds + 30) / 60);
    g_autofree char *body = g_strdup_printf(
        ngettext("It closes in %u minute. Finish what you are writing; then everything is erased.",
                 "It closes in %u minutes. Finish what you are writing; then everything is erased.",
                 minutes),
        minutes);

    show_for_a_while(notifier, _("This computer closes soon"), body);
}

static void run_room_low(struct notifier *notifier, unsigned seconds)
{
    show_for_a_while(notifier, _("The memory of this session is almost full"),
                     _("Some pages or attachments may not open any more. Send or save what you are "
                       "writing, end the session, and log in again."));
}

static gpointer run_worker(gpointer data)
{
    struct notifier *notifier = data;
    g_autoptr(GMainLoop) loop = g_main_loop_new(notifier->context, FALSE);

    /* Replies and clicks arrive in the context that was the default when the proxy was made. */
    g_main_context_push_thread_default(notifier->context);
    g_main_loop_run(loop);
    return NULL;
}

struct notifier *notifier_new(const char *bus_address, const struct session_listener *listener)
{
    struct notifier *notifier = g_new0(struct notifier, 1);

    notifier->context = g_main_context_new();
    notifier->listener = *listener;
    g_setenv("DBUS_SESSION_BUS_ADDRESS", bus_address, TRUE);
    g_thread_unref(g_thread_new("notify", run_worker, notifier));
    return notifier;
}

void notifier_warn(struct notifier *notifier, unsigned seconds)
{
    post(notifier->context, notifier, run_warn, seconds);
}

void notifier_last_minute(struct notifier *notifier, unsigned seconds)
{
    post(notifier->context, notifier, run_last_minute, seconds);
}

void notifier_closing(struct notifier *notifier, unsigned seconds)
{
    post(notifier->context, notifier, run_closing, seconds);
}

void notifier_close(struct notifier *notifier)
{
    post(notifier->context, notifier, run_close, 0);
}

void notifier_room_low(struct notifier *notifier)
{
    post(notifier->context, notifier, run_room_low, 0);
}
