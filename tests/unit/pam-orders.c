/* What kiosk-launch hears from outside of its sessions.
 * Runs as: whoever runs the tests. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "launch-orders.h"

#include "test.h"

enum { DEADLINE_MS = 30000 };

/* The leader of a session is forked while the watch on logind runs, and has its descriptors. */
static pid_t fork_heir(void)
{
    pid_t heir = fork();

    if (heir == 0)
        for (;;)
            (void)pause();
    return heir;
}

static void test_ended_watch_is_silent(void)
{
    struct launch_orders orders;
    struct pollfd event = {.events = POLLIN};
    enum end_reason reason;
    pid_t heir;

    launch_orders_open(&orders, AT_FDCWD);
    launch_orders_session_begins(&orders);
    heir = fork_heir();
    (void)kill(orders.logind.process.pid, SIGKILL);
    event.fd = orders.fd;
    CHECK_INT(poll(&event, 1, DEADLINE_MS), 1);
    CHECK_INT(launch_orders_take(&orders, "", true, &reason), LAUNCH_ORDER_NONE);
    CHECK_INT(poll(&event, 1, 0), 0);
    (void)kill(heir, SIGKILL);
    (void)waitpid(heir, NULL, 0);
    launch_orders_close(&orders);
}

int main(void)
{
    char folder[] = "/tmp/pam-orders.XXXXXX";

    if (mkdtemp(folder) == NULL || chdir(folder) < 0)
        return EXIT_FAILURE;
    test_ended_watch_is_silent();
    (void)unlink("control");
    (void)rmdir(folder);
    return TEST_RESULT();
}
