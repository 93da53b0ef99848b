/* What an account can leave behind that is neither a process nor a file of its session.
 * Runs as: root, in the PAM application's process.
 *
 * A session of kiosk-launch has IPC of its own and sees no spool folder, so there is nothing here
 * to be found; in the stacks of other programs there is. */
#include "account-traces.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COLUMNS_MAX = 12, JOB_BYTES_MAX = 65536 };

static int remove_shm(int id)
{
    return shmctl(id, IPC_RMID, NULL);
}

static int remove_msg(int id)
{
    return msgctl(id, IPC_RMID, NULL);
}

static int remove_sem(int id)
{
    return semctl(id, 0, IPC_RMID);
}

/* proc(5): the second column is the id; the owner's and the creator's columns count from 0. */
static const struct ipc_kind {
    const char *list;
    const char *name;
    int owner;
    int creator;
    int (*remove)(int id);
} ipc_kinds[] = {
    {"/proc/sysvipc/shm", "shared memory left", 7, 9, remove_shm},
    {"/proc/sysvipc/msg", "message queue left", 7, 9, remove_msg},
    {"/proc/sysvipc/sem", "semaphores left",    4, 6, remove_sem},
};

/* How an entry of a spool folder tells whose it is. */
enum mark { MARK_OWNER, MARK_NAME_OR_OWNER, MARK_CONTENT };

static const struct spool {
    const char *folder;
    const char *name;
    enum mark mark;
} spools[] = {
    {"/var/spool/cron/crontabs", "cron job left",  MARK_NAME_OR_OWNER},
    {"/var/spool/cron/atjobs",   "at job left",    MARK_OWNER        },
    {"/var/mail",                "mail left",      MARK_NAME_OR_OWNER},
    {"/var/spool/cups",          "print job left", MARK_CONTENT      }, /* CUPS keeps all as root */
    {"/var/tmp",                 "file left",      MARK_OWNER        },
    {"/tmp",                     "file left",      MARK_OWNER        },
    {"/dev/shm",                 "file left",      MARK_OWNER        },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The numbers of LINE; the columns of interest are all decimal. */
static int read_columns(const char *line, long columns[COLUMNS_MAX])
{
    int count = 0;
    int length;

    while (count < COLUMNS_MAX && sscanf(line, "%ld%n", &columns[count], &length) == 1) {
        line += length;
        count++;
    }
    return count;
}

/* How many objects of KIND belong to UID; negative errno. */
static int visit_ipc(const struct ipc_kind *kind, uid_t uid, bool removes)
{
    char line[256];
    int found = 0;
    int error = 0;
    FILE *list = fopen(kind->list, "re");

    if (list == NULL)
        return errno == ENOENT ? 0 : -errno;
    while (fgets(line, sizeof line, list) != NULL) {
        long columns[COLUMNS_MAX];

        if (read_columns(line, columns) <= kind->creator || /* the heading */
            (columns[kind->owner] != (long)uid && columns[kind->creator] != (long)uid))
            continue;
        found++;
        if (removes && kind->remove((int)columns[1]) < 0 && errno != EINVAL && errno != EIDRM)
            error = -errno;
    }
    (void)fclose(list);
    return error < 0 ? error : found;
}

/* The POSIX message queues, by a mount of their own that is seen nowhere. A stream, or NULL with
 * errno: ENODEV when this kernel has none. */
static DIR *open_queues(void)
{
    int context = fsopen("mqueue", FSOPEN_CLOEXEC);
    int tree = -1;
    int folder = -1;
    DIR *queues = NULL;

    if (context < 0)
        return NULL;
    if (fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0)
        tree = fsmount(context, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
    if (tree >= 0)
        folder = openat(tree, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0 && (queues = fdopendir(folder)) == NULL)
        close(folder);
    if (tree >= 0)
        close(tree);
    close(context);
    return queues;
}

static int visit_queues(uid_t uid, bool removes)
{
    DIR *queues = open_queues();
    const struct dirent *entry;
    int found = 0;
    int error = 0;

    if (queues == NULL)
        return errno == ENODEV ? 0 : -errno;
    while ((entry = readdir(queues)) != NULL) {
        struct stat status;

        if (entry->d_name[0] == '.' ||
            fstatat(dirfd(queues), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) < 0 ||
            status.st_uid != uid)
            continue;
        found++;
        if (removes && unlinkat(dirfd(queues), entry->d_name, 0) < 0 && errno != ENOENT)
            error = -errno;
    }
    closedir(queues);
    return error < 0 ? error : found;
}

/* Gives the caller's own persistent keyring to its process keyring, and empties it. */
static bool clear_persistent_keyring(void)
{
    long keyring = syscall(SYS_keyctl, KEYCTL_GET_PERSISTENT, -1, KEY_SPEC_PROCESS_KEYRING);

    if (keyring < 0)
        return errno == EOPNOTSUPP; /* this kernel has none */
    return syscall(SYS_keyctl, KEYCTL_CLEAR, keyring) == 0;
}

/* The kernel keeps the keyrings of a user for as long as it runs. Only the user's own processes
 * reach them by name, so a child becomes one. */
static int clear_keyrings(uid_t uid)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        bool cleared = syscall(SYS_setresuid, uid, uid, uid) == 0 &&
                       syscall(SYS_keyctl, KEYCTL_CLEAR, KEY_SPEC_USER_KEYRING) == 0 &&
                       syscall(SYS_keyctl, KEYCTL_CLEAR, KEY_SPEC_USER_SESSION_KEYRING) == 0 &&
                       clear_persistent_keyring();

        _exit(cleared || errno == ENOSYS ? 0 : errno);
    }
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (child < 0 || !WIFEXITED(status))
        return child < 0 ? -errno : -EINTR;
    return -WEXITSTATUS(status);
}

int account_traces_remove(uid_t uid)
{
    int result = clear_keyrings(uid);
    int queues = visit_queues(uid, true);

    if (result == 0 && queues < 0)
        result = queues;
    for (size_t i = 0; i < COUNT(ipc_kinds); i++) {
        int removed = visit_ipc(&ipc_kinds[i], uid, true);

        if (result == 0 && removed < 0)
            result = removed;
    }
    return result;
}

/* True when the file NAME, a job of CUPS, names the account. */
static bool content_names(int folder, const char *name, const char *account)
{
    char content[JOB_BYTES_MAX];
    ssize_t length;
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0)
        return false;
    length = read(fd, content, sizeof content);
    close(fd);
    return length > 0 && memmem(content, (size_t)length, account, strlen(account)) != NULL;
}

static bool is_marked(const struct spool *spool, int folder, const char *name,
                      const struct stat *status, const struct passwd *account)
{
    if (spool->mark == MARK_CONTENT)
        return name[0] == 'c' && S_ISREG(status->st_mode) &&
               content_names(folder, name, account->pw_name);
    return status->st_uid == account->pw_uid ||
           (spool->mark == MARK_NAME_OR_OWNER && strcmp(name, account->pw_name) == 0);
}

static bool has_entry(const struct spool *spool, const struct passwd *account, uint64_t since)
{
    DIR *folder = opendir(spool->folder);
    const struct dirent *entry;
    bool found = false;

    while (folder != NULL && !found && (entry = readdir(folder)) != NULL) {
        struct stat status;

        if (entry->d_name[0] == '.' ||
            fstatat(dirfd(folder), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) < 0)
            continue;
        if (S_ISREG(status.st_mode) && status.st_size == 0)
            continue; /* useradd(8) makes an empty mailbox */
        found = (uint64_t)status.st_ctim.tv_sec >= since &&
                is_marked(spool, dirfd(folder), entry->d_name, &status, account);
    }
    if (folder != NULL)
        closedir(folder);
    return found;
}

const char *account_traces_find(const struct passwd *account, uint64_t since)
{
    for (size_t i = 0; i < COUNT(ipc_kinds); i++) {
        if (visit_ipc(&ipc_kinds[i], account->pw_uid, false) != 0)
            return ipc_kinds[i].name;
    }
    if (visit_queues(account->pw_uid, false) != 0)
        return "message queue left";
    for (size_t i = 0; i < COUNT(spools); i++) {
        if (has_entry(&spools[i], account, since))
            return spools[i].name;
    }
    return NULL;
}
