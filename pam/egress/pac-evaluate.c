/* Has an automatic configuration run, and answers what it asks.
 * Runs as: an account without rights, outside of the session's network. */
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dial.h"
#include "machine-link.h"
#include "pac.h"

/* A script may ask for names as long as a person would wait, and has the processor for as long as
 * confine.c says. */
enum { ANSWERS_MAX = 24, SILENCE_MS = 8000 };

/* The first address of IPv4: the only kind that a script knows. */
static void look_up(const char *name, char ret_address[INET_ADDRSTRLEN])
{
    struct addrinfo *addresses;

    ret_address[0] = '\0';
    if (name[0] == '\0' || strlen(name) > URL_HOST_MAX ||
        dial_lookup(name, NULL, &addresses) != OUTCOME_OPENED)
        return;
    for (const struct addrinfo *address = addresses; address; address = address->ai_next) {
        const struct sockaddr_in *ipv4 = (const void *)address->ai_addr;

        if (address->ai_family != AF_INET)
            continue;
        (void)inet_ntop(AF_INET, &ipv4->sin_addr, ret_address, INET_ADDRSTRLEN);
        break;
    }
    freeaddrinfo(addresses);
}

static bool answer(int fd, const char *question)
{
    char text[1 + INET_ADDRSTRLEN] = "=";
    char *address = text + 1;

    if (question[0] == PAC_ASK_OWN_ADDRESS)
        machine_link_address(address);
    else if (question[0] == PAC_ASK_NAME)
        look_up(question + 1, address);
    else
        return false;
    return send(fd, text, strlen(text), MSG_NOSIGNAL) >= 0;
}

/* The script's last message; false when there is none. */
static bool converse(int fd, char message[PAC_MESSAGE_MAX])
{
    for (int answers = 0; answers <= ANSWERS_MAX; answers++) {
        struct pollfd readable = {.fd = fd, .events = POLLIN};
        ssize_t length;

        if (poll(&readable, 1, SILENCE_MS) != 1)
            return false;
        length = recv(fd, message, PAC_MESSAGE_MAX - 1, 0);
        if (length < 1)
            return false;
        message[length] = '\0';
        if (message[0] == PAC_SAYS_ROUTES || message[0] == PAC_SAYS_ERROR)
            return true;
        if (!answer(fd, message))
            return false;
    }
    return false;
}

static void tell(const char *problem)
{
    fprintf(stderr, "kiosk-proxy: automatic configuration: %s\n", problem);
}

static enum outcome judge(bool is_said, const char *message, struct routes *ret_routes)
{
    const char *problem = NULL;

    if (!is_said)
        problem = "it does not come to an end, or takes too much memory";
    else if (message[0] == PAC_SAYS_ERROR)
        problem = message + 1;
    else if (!routes_read(message + 1, ret_routes))
        problem = "it names no proxy that speaks HTTP, nor DIRECT";
    if (problem == NULL)
        return OUTCOME_OPENED;
    tell(problem);
    return OUTCOME_BAD_ROUTES;
}

enum outcome pac_evaluate(const struct pac *pac, const char *authority, struct routes *ret_routes)
{
    char message[PAC_MESSAGE_MAX];
    enum outcome outcome;
    pid_t parent = getpid(), pid;
    int ends[2];

    if (pac->text == NULL)
        return OUTCOME_NO_ROUTES;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
        return OUTCOME_BUSY;
    pid = fork();
    if (pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); /* a valid signal: cannot fail */
        if (getppid() == parent)
            pac_script_run(pac, authority, ends[1]);
        _exit(1);
    }
    close(ends[1]);
    outcome = pid < 0 ? OUTCOME_BUSY : judge(converse(ends[0], message), message, ret_routes);
    close(ends[0]); /* a script that still asks ends of it, one that computes by its limit */
    if (pid > 0)
        (void)waitpid(pid, NULL, 0);
    return outcome;
}
