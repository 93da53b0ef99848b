/* kiosk-logind: holds the machine back from sleep and shutdown until a session has ended.
 * Runs as: nobody, after its first steps as root: without polkit, logind gives its locks to root
 * alone, and it goes by who connected to the bus.
 *
 * Uses logind's delay locks, <https://systemd.io/INHIBITOR_LOCKS/>. What it says to kiosk-launch
 * and hears from it is in ../logind-watch.h. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include "logind-watch.h"
#include "privileges.h"

enum { CHANNEL_FD = 3, EXIT_NO_LOGIND = 1 };

static const char service[] = "org.freedesktop.login1";
static const char path[] = "/org/freedesktop/login1";
static const char manager[] = "org.freedesktop.login1.Manager";

struct watch {
    sd_bus *bus;
    int lock;        /* -1: not held */
    bool is_leaving; /* the machine is on its way to sleep, or down */
};

/* As nobody too: the bus knows this connection as root's. */
static int take_lock(struct watch *watch)
{
    sd_bus_error error = SD_BUS_ERROR_NULL;
    sd_bus_message *reply = NULL;
    int lock;
    int result = sd_bus_call_method(watch->bus, service, path, manager, "Inhibit", &error, &reply,
                                    "ssss", "sleep:shutdown", "webmail-kiosk",
                                    "The session is ended and wiped", "delay");

    if (result >= 0)
        result = sd_bus_message_read(reply, "h", &lock);
    if (result >= 0) {
        watch->lock = fcntl(lock, F_DUPFD_CLOEXEC, CHANNEL_FD + 1); /* the reply owns the first */
        if (watch->lock < 0)
            result = -errno;
    }
    if (result < 0)
        (void)fprintf(stderr, "kiosk-logind: no delay lock: %s\n",
                      error.message != NULL ? error.message : strerror(-result));
    sd_bus_error_free(&error);
    sd_bus_message_unref(reply);
    return result;
}

static void give_lock(struct watch *watch)
{
    if (watch->lock >= 0)
        close(watch->lock);
    watch->lock = -1;
}

static void say(char word)
{
    if (send(CHANNEL_FD, &word, sizeof word, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
        (void)fprintf(stderr, "kiosk-logind: kiosk-launch is not told: %s\n", strerror(errno));
}

/* "true" before, "false" when it is over or did not come to be. */
static int on_prepare(sd_bus_message *message, struct watch *watch, char word)
{
    int is_beginning = 0;

    if (sd_bus_message_read(message, "b", &is_beginning) < 0)
        return 0;
    watch->is_leaving = is_beginning != 0;
    if (is_beginning != 0)
        say(word);
    else if (watch->lock < 0)
        (void)take_lock(watch); /* told on stderr */
    return 0;
}

static int on_sleep(sd_bus_message *message, void *data, sd_bus_error *error)
{
    return on_prepare(message, data, LOGIND_SUSPEND);
}

static int on_shutdown(sd_bus_message *message, void *data, sd_bus_error *error)
{
    return on_prepare(message, data, LOGIND_SHUTDOWN);
}

static int drop_privileges(void)
{
    const struct passwd *pw = getpwnam("nobody");
    struct identity nobody = {0};

    if (pw == NULL)
        return -ENOENT;
    nobody.uid = pw->pw_uid;
    nobody.gid = pw->pw_gid;
    return privileges_drop(&nobody);
}

/* The signals first: none is missed between the lock and them. */
static int begin(struct watch *watch)
{
    int result = sd_bus_open_system(&watch->bus);

    if (result >= 0)
        result = sd_bus_match_signal(watch->bus, NULL, service, path, manager, "PrepareForSleep",
                                     on_sleep, watch);
    if (result >= 0)
        result = sd_bus_match_signal(watch->bus, NULL, service, path, manager, "PrepareForShutdown",
                                     on_shutdown, watch);
    if (result < 0)
        (void)fprintf(stderr, "kiosk-logind: no system bus: %s\n", strerror(-result));
    else
        result = take_lock(watch);
    return result < 0 ? result : drop_privileges();
}

/* False when kiosk-launch is gone. */
static bool on_channel(struct watch *watch)
{
    char word = 0;
    ssize_t length = recv(CHANNEL_FD, &word, sizeof word, MSG_DONTWAIT);

    if (length == 0 || (length < 0 && errno != EAGAIN && errno != EINTR))
        return false;
    if (length == 1 && word == LOGIND_GO && watch->is_leaving)
        give_lock(watch);
    return true;
}

static int run(struct watch *watch)
{
    for (;;) {
        struct pollfd events[] = {
            {.fd = CHANNEL_FD,                .events = POLLIN},
            {.fd = sd_bus_get_fd(watch->bus), .events = POLLIN},
        };
        int result;

        while ((result = sd_bus_process(watch->bus, NULL)) > 0)
            continue;
        if (result < 0)
            return result;
        if (poll(events, 2, -1) < 0 && errno != EINTR)
            return -errno;
        if (events[0].revents != 0 && !on_channel(watch))
            return 0;
    }
}

int main(void)
{
    struct watch watch = {.lock = -1};
    int result = begin(&watch);

    if (result < 0)
        return EXIT_NO_LOGIND;
    (void)fprintf(stderr, "kiosk-logind: holds a delay lock\n");
    result = run(&watch);
    if (result < 0)
        (void)fprintf(stderr, "kiosk-logind: the system bus is gone: %s\n", strerror(-result));
    return result < 0 ? EXIT_NO_LOGIND : 0;
}
