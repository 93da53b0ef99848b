/* The screen that says why there is no session.
 * Runs as: root, which starts kiosk-screen as nobody. */
#include "error-screen.h"

#include <errno.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "config.h"
#include "privileges.h"

enum { AUTHORITY_FD = 3, WORD_MAX = 1024 };

static const char program[] = KIOSK_LIBEXEC_DIR "/kiosk-screen";

/* The cookie goes through memory: nobody can leave no file behind, and read nobody else's. */
static int make_authority(const struct x_server *server)
{
    unsigned char buffer[X_AUTHORITY_MAX];
    size_t length = x_authority_write(&server->cookie, server->display, buffer);
    int fd = memfd_create("x-authority", MFD_CLOEXEC);

    if (fd < 0)
        return -errno;
    if (write(fd, buffer, length) != (ssize_t)length) {
        close(fd);
        return -EIO;
    }
    return fd;
}

static _Noreturn void run_screen(const struct x_server *server, const struct error_text *text,
                                 const struct identity *nobody, int authority, pid_t launcher)
{
    char display[32];
    char words[4][WORD_MAX];
    const char *arguments[] = {program, words[0], words[1], words[2], words[3], NULL};
    char *environment[] = {display, (char *)"XAUTHORITY=/proc/self/fd/3", (char *)"LANG=C.UTF-8",
                           (char *)"PATH=/usr/bin:/bin", NULL};

    (void)snprintf(display, sizeof display, "DISPLAY=:%d", server->display);
    (void)snprintf(words[0], WORD_MAX, "--title=%s", text->title);
    (void)snprintf(words[1], WORD_MAX, "--text=%s", text->text);
    if (text->detail == NULL || text->detail[0] == '\0')
        arguments[3] = NULL;
    else
        (void)snprintf(words[2], WORD_MAX, "--detail=%s", text->detail);
    (void)snprintf(words[3], WORD_MAX, "--detail-title=%s", text->detail_title);
    if (privileges_drop(nobody) < 0 || chdir("/") < 0)
        _exit(126);
    child_process_follow_parent(SIGKILL, launcher);
    if (dup2(STDERR_FILENO, STDOUT_FILENO) == STDOUT_FILENO &&
        dup2(authority, AUTHORITY_FD) == AUTHORITY_FD)
        (void)execve(program, (char **)arguments, environment);
    (void)fprintf(stderr, "kiosk-launch: %s: %s\n", program, strerror(errno));
    _exit(127);
}

int error_screen_start(const struct x_server *server, const struct error_text *text,
                       struct child_process *ret_screen)
{
    const struct passwd *pw = getpwnam("nobody");
    struct identity nobody = {0};
    pid_t launcher = getpid();
    int authority;
    int result;

    if (pw == NULL)
        return -ENOENT;
    nobody.uid = pw->pw_uid;
    nobody.gid = pw->pw_gid;
    authority = make_authority(server);
    if (authority < 0)
        return authority;
    result = child_process_fork(SIGKILL, ret_screen);
    if (result == 0)
        run_screen(server, text, &nobody, authority, launcher);
    close(authority);
    return result < 0 ? result : 0;
}
