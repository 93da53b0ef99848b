/* kioskctl status and kioskctl end: a word to the kiosk-launch that runs.
 * Runs as: root; nobody else gets at the socket. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "config.h"
#include "end-reason.h"
#include "kioskctl.h"

enum { ANSWER_MAX = 1024, REQUEST_MAX = 64 };

/* The whole answer to REQUEST, one packet; pam/control-socket.h has the words. */
static bool ask(const char *request, char answer[ANSWER_MAX])
{
    static const struct sockaddr_un address = {AF_UNIX, KIOSK_STATE_DIR "/control"};
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    ssize_t length = -1;

    if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) == 0 &&
        send(fd, request, strlen(request), MSG_NOSIGNAL) == (ssize_t)strlen(request))
        length = recv(fd, answer, ANSWER_MAX - 1, 0);
    if (length <= 0)
        fprintf(stderr, "kioskctl: %s: %s\n", address.sun_path,
                length == 0                                ? "no answer"
                : errno == ENOENT || errno == ECONNREFUSED ? "no kiosk-launch runs"
                                                           : strerror(errno));
    else
        answer[length] = '\0';
    if (fd >= 0)
        close(fd);
    return length > 0;
}

enum kioskctl_exit kioskctl_status(void)
{
    char answer[ANSWER_MAX];

    if (!ask("status", answer))
        return KIOSKCTL_FAILED;
    fputs(answer, stdout);
    return KIOSKCTL_OK;
}

enum kioskctl_exit kioskctl_end(const char *name)
{
    char request[REQUEST_MAX], answer[ANSWER_MAX];
    enum end_reason reason;

    if (!end_reason_from_name(name, &reason) || !end_reason_is_roots(reason)) {
        fprintf(stderr, "kioskctl: --reason is admin, suspend or shutdown\n");
        return KIOSKCTL_USAGE;
    }
    snprintf(request, sizeof request, "end %s", end_reason_name(reason));
    if (!ask(request, answer))
        return KIOSKCTL_FAILED;
    if (strcmp(answer, "ok") == 0)
        return KIOSKCTL_OK;
    fprintf(stderr, "kioskctl: %s\n", answer);
    return KIOSKCTL_FAILED;
}
