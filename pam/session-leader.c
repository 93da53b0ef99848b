/* The process that holds one session: PAM from its start to its end, and the session's process 1.
 * Runs as: root, one child of kiosk-launch per session. */
#include "session-leader.h"

#include <security/pam_appl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "boot-clock.h"
#include "leader-channel.h"
#include "leader-plan.h"
#include "leader-watch.h"
#include "policy.h"
#include "session-report.h"
#include "session-store.h"
#include "user-message.h"

struct leader {
    const struct launch_options *options;
    const struct x_server *server;
    int channel;
    pam_handle_t *pamh;
    struct pam_conversation conversation;
};

static const struct phase {
    const char *name;
    int (*run)(pam_handle_t *pamh, int flags);
    int flags;
} phases[] = {
    {"authenticate", pam_authenticate, 0                 },
    {"account",      pam_acct_mgmt,    0                 },
    {"credentials",  pam_setcred,      PAM_ESTABLISH_CRED},
    {"session",      pam_open_session, 0                 },
};

static int set_items(struct leader *leader)
{
    char display[16];
    char policy[4096 + 16];
    int code;

    (void)snprintf(display, sizeof display, ":%d", leader->server->display);
    code = pam_set_item(leader->pamh, PAM_TTY, display);
    if (code == PAM_SUCCESS)
        code = pam_set_item(leader->pamh, PAM_XDISPLAY, display);
    if (code != PAM_SUCCESS || leader->options->policy == NULL)
        return code;
    if (strlen(leader->options->policy) > 4096)
        return PAM_BUF_ERR;
    (void)snprintf(policy, sizeof policy, "KIOSK_POLICY=%.4096s", leader->options->policy);
    return pam_putenv(leader->pamh, policy);
}

/* Tells the launcher that PAM refused in PHASE, and ends. */
static _Noreturn void refuse(struct leader *leader, const char *phase, int code)
{
    struct leader_message message = {.word = LEADER_REFUSED};

    (void)strcpy(message.error, leader->conversation.error);
    (void)strcpy(message.info, leader->conversation.info);
    if (message.error[0] == '\0')
        (void)strcpy(message.error, user_message_text(USER_MESSAGE_REFUSED, POLICY_LANGUAGE_FR));
    (void)snprintf(message.line, sizeof message.line, "phase=%s: %s", phase,
                   pam_strerror(leader->pamh, code));
    (void)leader_channel_send(leader->channel, &message); /* without a launcher nobody waits */
    (void)pam_end(leader->pamh, code);
    _exit(1);
}

static void open_session(struct leader *leader)
{
    struct pam_conv conversation = pam_conversation_of(&leader->conversation);
    int code = pam_start("webmail-kiosk", leader->options->user, &conversation, &leader->pamh);

    if (code == PAM_SUCCESS)
        code = set_items(leader);
    if (code != PAM_SUCCESS)
        refuse(leader, "start", code);
    for (size_t i = 0; i < sizeof phases / sizeof phases[0]; i++) {
        code = phases[i].run(leader->pamh, phases[i].flags);
        if (code != PAM_SUCCESS)
            refuse(leader, phases[i].name, code);
    }
}

/* The X server goes before the wipe: a client may have handed it descriptors of its files. */
static void await_x_end(struct leader *leader, struct leader_end *end)
{
    struct leader_message message = {.word = LEADER_OVER};

    if (leader_channel_send(leader->channel, &message) < 0)
        return;
    while (leader_channel_receive(leader->channel, &message) == 1) {
        if (message.word != LEADER_X_GONE)
            continue;
        if (message.is_accident)
            leader_end_blame_x(end);
        return;
    }
}

static void put_end(pam_handle_t *pamh, const struct leader_end *end)
{
    char pair[128];

    (void)snprintf(pair, sizeof pair, "KIOSK_END_REASON=%s", end_reason_name(end->reason));
    (void)pam_putenv(pamh, pair); /* out of memory: the record says "unknown" */
    (void)snprintf(pair, sizeof pair, "KIOSK_END_OBSERVED=%s", end->observed);
    (void)pam_putenv(pamh, pair);
}

/* The report, from the record that PAM has just written. */
static void report(struct leader *leader, const struct leader_end *end, uint64_t to_wiped_ms,
                   struct leader_message *message)
{
    struct session_store store;
    struct session_record record;
    int result = session_store_open(leader->options->user, &store);

    (void)strcpy(message->line, "wipe=unknown");
    if (result < 0)
        return;
    result = session_store_last(&store, &record);
    session_store_close(&store);
    if (result < 0)
        return;
    session_record_line(&record, message->line);
    message->is_clean = session_record_is_clean(&record);
    session_report(&record, end, to_wiped_ms);
}

static void close_session(struct leader *leader, const struct leader_end *end, uint64_t over)
{
    struct leader_message message = {.word = LEADER_CLOSED, .is_healthy = end->is_healthy};
    int code;

    put_end(leader->pamh, end);
    code = pam_close_session(leader->pamh, 0);
    (void)pam_setcred(leader->pamh, PAM_DELETE_CRED); /* ours to give back: nothing was lent */
    (void)pam_end(leader->pamh, code);
    report(leader, end, boot_clock_ms() - over, &message);
    if (code != PAM_SUCCESS)
        message.is_clean = false;
    (void)leader_channel_send(leader->channel, &message);
}

static void report_open(int channel)
{
    struct leader_message message = {.word = LEADER_OPEN};

    (void)leader_channel_send(channel, &message); /* without a launcher the session ends anyway */
}

/* A service manager may send SIGTERM to every process of the kiosk at once. The leader is not done
 * before the session is wiped; it takes its orders from the launcher. */
static void outlast_signals(void)
{
    sigset_t blocked;

    (void)sigemptyset(&blocked);
    (void)sigaddset(&blocked, SIGTERM);
    (void)sigaddset(&blocked, SIGINT);
    (void)sigaddset(&blocked, SIGHUP);
    (void)sigprocmask(SIG_BLOCK, &blocked, NULL);
}

static bool make_network(struct session_network *network)
{
    int result = session_network_make(network);

    if (result < 0)
        fprintf(stderr, "kiosk-launch: no network for the session: %s\n", strerror(-result));
    return result == 0;
}

_Noreturn void session_leader_run(const struct launch_options *options,
                                  const struct x_server *server, int channel)
{
    struct leader leader = {.options = options, .server = server, .channel = channel};
    struct leader_end end = {.reason = END_REASON_CRASH_SESSION, .observed = "not begun"};
    struct leader_plan *plan = calloc(1, sizeof *plan); /* lives as long as this process */
    struct session_network network;
    uint64_t over;

    outlast_signals();
    openlog("kiosk-launch", LOG_NDELAY, LOG_AUTHPRIV); /* while the log's socket is in sight */
    if (session_network_prepare(&network) < 0)
        _exit(1);
    open_session(&leader);
    if (plan != NULL && leader_plan_make(leader.pamh, options, server, plan) == 0 &&
        make_network(&network)) {
        plan->session.network = network;
        leader_watch_session(plan, channel, report_open, &end);
    }
    over = boot_clock_ms();
    await_x_end(&leader, &end);
    close_session(&leader, &end, over);
    _exit(0);
}
