/* kioskctl enable and disable: whether this machine starts as a kiosk.
 * Runs as: root. */
#include <errno.h>
#include <pwd.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kioskctl.h"
#include "policy.h"

#define UNIT "webmail-kiosk.service"
/* Debian's record of the display manager that the administrator chose. */
#define CHOICE "/etc/X11/default-display-manager"

enum { PROGRAM_MAX = 256 };

static bool is_root(void)
{
    if (geteuid() == 0)
        return true;
    fputs("kioskctl: only root can decide what this machine starts\n", stderr);
    return false;
}

/* Runs "systemctl WORD [--force] UNIT"; it says itself what is wrong. */
static bool systemctl(const char *word, const char *unit, bool is_forced)
{
    char *const arguments[] = {
        (char *)"systemctl",
        (char *)"--quiet",
        (char *)word,
        (char *)unit,
        is_forced ? (char *)"--force" : NULL,
        NULL,
    };
    char *const environment[] = {(char *)"PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                                 (char *)"LANG=C.UTF-8", NULL};
    int status = 0;
    pid_t child;
    int error = posix_spawnp(&child, arguments[0], NULL, NULL, arguments, environment);

    if (error != 0) {
        fprintf(stderr, "kioskctl: systemctl cannot be run: %s\n", strerror(error));
        return false;
    }
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return status == 0;
}

/* Every account that the policy names must be one of this machine. */
static bool has_accounts(const struct policy *policy)
{
    bool has_all = true;

    for (size_t i = 0; i < policy->account_users.count; i++) {
        const char *name = policy->account_users.items[i];

        if (getpwnam(name))
            continue;
        fprintf(
            stderr,
            "kioskctl: account.users: there is no account %s; make it: useradd --no-create-home "
            "--shell /usr/sbin/nologin %s && install -d -m 755 /home/%s\n",
            name, name, name);
        has_all = false;
    }
    return has_all;
}

/* The unit of the display manager that was chosen before the kiosk; false: none. */
static bool read_choice(char unit[PROGRAM_MAX])
{
    char line[PROGRAM_MAX - sizeof ".service"] = "";
    FILE *file = fopen(CHOICE, "re");
    char *name;

    if (!file)
        return false;
    if (!fgets(line, sizeof line, file))
        line[0] = '\0';
    fclose(file);
    line[strcspn(line, "\n")] = '\0';
    name = strrchr(line, '/');
    if (!name || name[1] == '\0')
        return false;
    (void)snprintf(unit, PROGRAM_MAX, "%s.service", name + 1);
    return true;
}

enum kioskctl_exit kioskctl_enable(void)
{
    struct policy *policy;
    bool is_ready;

    if (!is_root())
        return KIOSKCTL_FAILED;
    policy = kioskctl_policy_load(NULL);
    is_ready = policy && has_accounts(policy);
    policy_free(policy);
    /* By force: the kiosk takes the place of the display manager. */
    if (!is_ready || !systemctl("enable", UNIT, true))
        return KIOSKCTL_FAILED;
    puts("This machine starts as a kiosk from now on. To begin at once: systemctl start " UNIT);
    return KIOSKCTL_OK;
}

enum kioskctl_exit kioskctl_disable(void)
{
    char unit[PROGRAM_MAX];

    if (!is_root() || !systemctl("disable", UNIT, false))
        return KIOSKCTL_FAILED;
    if (read_choice(unit) && !systemctl("enable", unit, true))
        return KIOSKCTL_FAILED;
    puts("This machine no longer starts as a kiosk. One that runs is ended by: systemctl "
         "stop " UNIT);
    return KIOSKCTL_OK;
}
