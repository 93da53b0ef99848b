/* kiosk-launch: one session after the other, for as long as the machine is a kiosk.
 * Runs as: root. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "back-off.h"
#include "boot-clock.h"
#include "config.h"
#include "error-screen.h"
#include "launch-options.h"
#include "launch-round.h"
#include "policy-watch.h"
#include "policy.h"
#include "session-store.h"
#include "swap-guard.h"
#include "user-message.h"

enum { EXIT_UNCLEAN = 1, SCREEN_END_MS = 1000, SCREEN_AFTER_SECONDS = 2 };

struct launcher {
    const struct launch_options *options;
    const char *policy;
    struct session_store store;
    struct swap_guard swap;
    struct launch_round round;
    struct back_off back_off;
    int policy_fd;
    unsigned sessions;
    bool is_unclean; /* a session was not wiped */
};

/* French unless the policy can be read and says otherwise. */
static enum policy_language language_of(const char *path)
{
    enum policy_language language = POLICY_LANGUAGE_FR;
    struct policy *policy = NULL;
    struct policy_errors errors;

    if (policy_load(path, POLICY_TRUST_ROOT, &policy, &errors) == 0)
        language = policy->session_language;
    policy_free(policy);
    policy_errors_clear(&errors);
    return language;
}

static void show_screen(struct launcher *launcher, struct child_process *screen)
{
    struct launch_round *round = &launcher->round;
    enum policy_language language = language_of(launcher->policy);
    bool is_refused = round->last.word == LEADER_REFUSED;
    struct error_text text = {
        .title = user_message_text(USER_MESSAGE_SCREEN_TITLE, language),
        .text =
            is_refused ? round->last.error : user_message_text(USER_MESSAGE_INTERRUPTED, language),
        .detail = is_refused ? round->last.info : NULL,
        .detail_title = user_message_text(USER_MESSAGE_DETAIL_TITLE, language),
    };
    int result = 0;

    if (round->x_server.process.pid == 0)
        result = x_server_start(launcher->options, launcher->store.dir, round->stop_fd,
                                &round->x_server);
    if (result == 0)
        result = error_screen_start(&round->x_server, &text, screen);
    if (result < 0)
        fprintf(stderr, "kiosk-launch: no error screen: %s\n", strerror(-result));
    else
        printf("error-screen: shown\n");
}

/* Waits out the back-off, or until the policy changes, or until it is time to stop. */
static void wait_out(struct launcher *launcher, unsigned seconds)
{
    struct pollfd events[] = {
        {.fd = launcher->round.stop_fd,   .events = POLLIN},
        {.fd = launcher->policy_fd,       .events = POLLIN},
        {.fd = launcher->round.orders.fd, .events = POLLIN},
    };
    uint64_t deadline = boot_clock_ms() + (uint64_t)seconds * 1000;
    uint64_t now;

    while ((now = boot_clock_ms()) < deadline) {
        if (poll(events, 3, (int)(deadline - now)) <= 0)
            continue;
        if (events[2].revents != 0)
            launch_round_idle_orders(&launcher->round);
        if (events[0].revents != 0)
            launcher->round.is_stopped = true;
        else if (events[1].revents != 0)
            printf("policy: changed\n");
        if (launcher->round.is_stopped || events[1].revents != 0)
            return;
    }
}

/* Between two rounds, when the last one failed. */
static void rest(struct launcher *launcher, enum round_result result)
{
    struct child_process screen = {.fd = -1};
    unsigned seconds = back_off_seconds(&launcher->back_off);

    if (result == ROUND_REFUSED || (result == ROUND_ENDED && seconds >= SCREEN_AFTER_SECONDS))
        show_screen(launcher, &screen);
    if (seconds > 0) {
        printf("waiting: %u s\n", seconds);
        wait_out(launcher, seconds);
    }
    child_process_end(&screen, SCREEN_END_MS);
    /* A client that was not of the session has seen this server's cookie: it goes. */
    x_server_stop(&launcher->round.x_server, launcher->store.dir);
}

/* True when there is another round to run. */
static bool run_round(struct launcher *launcher)
{
    struct launch_round *round = &launcher->round;
    enum round_result result;

    round->number = launcher->sessions + 1;
    /* Before PAM reads the policy: a change that comes while it does must not be missed. */
    launcher->policy_fd = policy_watch_open(launcher->policy);
    if (launcher->policy_fd < 0)
        fprintf(stderr, "kiosk-launch: %s cannot be watched: %s\n", launcher->policy,
                strerror(-launcher->policy_fd));
    result = launch_round_run(round);
    if (result == ROUND_ENDED) {
        launcher->sessions++;
        if (!round->last.is_clean)
            launcher->is_unclean = true;
    }
    back_off_note(&launcher->back_off, result == ROUND_ENDED && round->last.is_healthy);
    if (launcher->options->sessions != 0 && launcher->sessions >= launcher->options->sessions)
        round->is_stopped = true;
    if (!round->is_stopped)
        rest(launcher, result);
    if (launcher->policy_fd >= 0)
        close(launcher->policy_fd);
    return !round->is_stopped;
}

/* A descriptor that is readable when someone wants kiosk-launch to stop; negative errno. */
static int open_stop_fd(void)
{
    sigset_t wanted;
    int fd;

    (void)sigemptyset(&wanted);
    (void)sigaddset(&wanted, SIGTERM);
    (void)sigaddset(&wanted, SIGINT);
    if (sigprocmask(SIG_BLOCK, &wanted, NULL) < 0)
        return -errno;
    (void)signal(SIGPIPE, SIG_IGN);
    fd = signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
    return fd < 0 ? -errno : fd;
}

static int prepare(struct launcher *launcher)
{
    int result;

    if (geteuid() != 0)
        return -EPERM;
    if (chdir("/") < 0 || close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) < 0)
        return -errno;
    (void)setvbuf(stdout, NULL, _IOLBF, 0); /* an event is told when it happens */
    result = session_store_open(launcher->options->user, &launcher->store);
    if (result < 0)
        return result;
    result = open_stop_fd();
    if (result < 0)
        return result;
    launcher->round.stop_fd = result;
    swap_guard_enter(&launcher->swap); /* here, since the X server holds what is on the screen */
    launcher->round.state_dir = launcher->store.dir;
    launcher->round.x_server.process.fd = -1;
    launch_orders_open(&launcher->round.orders, launcher->store.dir);
    return 0;
}

int main(int argc, char **argv)
{
    struct launch_options options;
    struct launcher launcher = {.options = &options};
    int status;
    int result;

    if (!launch_options_read(argc, argv, &options, &status))
        return status;
    launcher.policy = options.policy != NULL ? options.policy : KIOSK_POLICY_PATH;
    launcher.round.options = &options;
    result = prepare(&launcher);
    if (result < 0) {
        fprintf(stderr, "kiosk-launch: cannot start: %s\n", strerror(-result));
        return EXIT_UNCLEAN;
    }
    while (run_round(&launcher))
        continue;
    x_server_stop(&launcher.round.x_server, launcher.store.dir);
    launch_orders_close(&launcher.round.orders);
    session_store_close(&launcher.store);
    swap_guard_leave(&launcher.swap);
    return launcher.is_unclean ? EXIT_UNCLEAN : EXIT_SUCCESS;
}
