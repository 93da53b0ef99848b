/* Gets the file of the automatic configuration, again and again.
 * Runs as: an account without rights, outside of the session's network; starts curl. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pac.h"

enum { RETRY_FIRST = 2, RETRY_MAX = 60, REFRESH = 600 }; /* seconds */
enum { SINK_FD = 3 };

/* The file as it was got; a length of 0 stands for none. */
struct file {
    size_t length;
    char bytes[PAC_TEXT_MAX];
};

/* curl looks at no file of settings and no variable, and ends by itself. */
static _Noreturn void run_curl(const char *url, int output)
{
    const char *const arguments[] = {
        "curl", "--disable", "--silent",    "--fail",    "--location", "--max-redirs",
        "3",    "--proto",   "=http,https", "--noproxy", "*",          "--max-time",
        "20",   "--globoff", "--",          url,         NULL,
    };
    const char *const environment[] = {"LANG=C.UTF-8", NULL};

    if (dup2(output, STDOUT_FILENO) >= 0)
        (void)execve("/usr/bin/curl", (char *const *)arguments, (char *const *)environment);
    _exit(127);
}

/* To its end, or to one byte more than there is room for. */
static bool read_all(int fd, struct file *file)
{
    file->length = 0;
    while (file->length < PAC_TEXT_MAX) {
        ssize_t got = read(fd, file->bytes + file->length, PAC_TEXT_MAX - file->length);

        if (got < 0)
            return false;
        if (got == 0)
            return file->length > 0;
        file->length += (size_t)got;
    }
    return false;
}

static bool get_by_curl(const char *url, struct file *file)
{
    int ends[2], status = -1;
    bool is_read = false;
    pid_t pid;

    if (pipe2(ends, O_CLOEXEC) < 0)
        return false;
    pid = fork();
    if (pid == 0)
        run_curl(url, ends[1]);
    close(ends[1]);
    if (pid > 0)
        is_read = read_all(ends[0], file);
    close(ends[0]); /* what is too long ends here: curl cannot write on */
    if (pid > 0)
        (void)waitpid(pid, &status, 0);
    return is_read && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool get(const char *url, struct file *file)
{
    static const char scheme[] = "file://";
    bool is_read;
    int fd;

    if (strncmp(url, scheme, sizeof scheme - 1) != 0)
        return get_by_curl(url, file);
    fd = open(url + sizeof scheme - 1, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return false;
    is_read = read_all(fd, file);
    close(fd);
    return is_read;
}

static bool send_all(int fd, const void *bytes, size_t length)
{
    for (size_t sent = 0; sent < length;) {
        ssize_t now = send(fd, (const char *)bytes + sent, length - sent, MSG_NOSIGNAL);

        if (now < 0 && errno != EINTR)
            return false;
        sent += now < 0 ? 0 : (size_t)now;
    }
    return true;
}

/* Says what is new: the file, or at first that there is none. */
static _Noreturn void keep(const char *url, int sink)
{
    struct file *file = malloc(sizeof *file), *known = calloc(1, sizeof *known);
    bool is_first = true;
    unsigned wait = RETRY_FIRST;

    if (file == NULL || known == NULL)
        _exit(1);
    for (;; is_first = false) {
        bool is_got = get(url, file);
        uint32_t length = is_got ? (uint32_t)file->length : 0;
        bool is_new = is_got && (file->length != known->length ||
                                 memcmp(file->bytes, known->bytes, file->length) != 0);

        if (is_first && !is_got)
            fputs("kiosk-proxy: automatic configuration: cannot be got, or is too long\n", stderr);
        if ((is_first || is_new) &&
            !(send_all(sink, &length, sizeof length) && send_all(sink, file->bytes, length)))
            _exit(1);
        if (is_new)
            memcpy(known, file, sizeof *file);
        (void)sleep(is_got ? REFRESH : wait);
        wait = is_got ? RETRY_FIRST : wait * 2 < RETRY_MAX ? wait * 2 : RETRY_MAX;
    }
}

int pac_keep(const char *url, int *ret_source)
{
    pid_t parent = getpid(), pid;
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        return -errno;
    pid = fork();
    if (pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); /* a valid signal: cannot fail */
        /* In the place of the listener, which is not the keeper's. */
        if (getppid() == parent && dup2(ends[1], SINK_FD) >= 0 &&
            close_range(SINK_FD + 1, ~0U, 0) == 0 && fcntl(SINK_FD, F_SETFD, FD_CLOEXEC) == 0)
            keep(url, SINK_FD);
        _exit(1);
    }
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return -EAGAIN;
    }
    *ret_source = ends[0];
    return 0;
}

/* The keeper writes a whole message at once, so that waiting for its rest is no wait. */
bool pac_receive(struct pac *pac)
{
    uint32_t length;
    char *text;

    if (recv(pac->source, &length, sizeof length, MSG_WAITALL) != sizeof length ||
        length > PAC_TEXT_MAX)
        return false;
    pac->is_settled = true;
    if (length == 0)
        return true;
    text = malloc(length);
    if (text == NULL || recv(pac->source, text, length, MSG_WAITALL) != (ssize_t)length) {
        free(text);
        return false;
    }
    free(pac->text);
    pac->text = text;
    pac->length = length;
    return true;
}
