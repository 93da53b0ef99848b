/* The end of all that a session left: by force, and then looked at from outside.
 * Runs as: root, outside the session's mount namespace where the kernel lets us back. */
#include "wipe.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "account-processes.h"
#include "account-traces.h"
#include "mount-tree.h"

enum { NAMESPACES_MAX = 256 };

void wipe_source_name(uid_t uid, char source[WIPE_SOURCE_MAX])
{
    (void)snprintf(source, WIPE_SOURCE_MAX, "webmail-kiosk:%u", (unsigned)uid);
}

void wipe_fail(struct session_record *record, const char *what, int error)
{
    if (strcmp(record->wipe, "failed") == 0)
        return;
    (void)strcpy(record->wipe, "failed");
    /* The name and not the text of the error: a record holds words of a small alphabet. */
    (void)snprintf(record->why, sizeof record->why, "%.40s: %.20s", what, strerrorname_np(-error));
}

int wipe_note_home(const struct passwd *account, struct session_record *record)
{
    struct stat status;
    int result = 0;
    int fd = mount_open_folder(account->pw_dir);

    if (fd < 0)
        return fd;
    if (fstat(fd, &status) < 0) {
        result = -errno;
    } else {
        record->home_device = status.st_dev;
        record->home_inode = status.st_ino;
        record->home_changed =
            (uint64_t)status.st_ctim.tv_sec * 1000000000 + (uint64_t)status.st_ctim.tv_nsec;
    }
    close(fd);
    return result;
}

int wipe_processes(const struct passwd *account, struct session_record *record)
{
    int killed = account_processes_kill(account->pw_uid, WIPE_KILL_TIMEOUT_MS);

    if (killed < 0)
        return killed;
    record->killed += (uint64_t)killed;
    return account_traces_remove(account->pw_uid);
}

/* 0: the home is as it was, or empty. Where nobody knows what it was (no inode), it must have been
 * left alone since the time given. */
static int check_home(const struct passwd *account, const struct session_record *record)
{
    struct session_record now = {0};
    const struct dirent *entry;
    DIR *home;
    int fd;
    int result = wipe_note_home(account, &now);

    if (result < 0)
        return result;
    if (now.home_device == record->home_device && now.home_inode == record->home_inode &&
        now.home_changed == record->home_changed)
        return 0;
    if (record->home_inode == 0 && now.home_changed < record->home_changed)
        return 0;
    fd = mount_open_folder(account->pw_dir);
    if (fd < 0)
        return fd;
    home = NULL;
    result = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    close(fd);
    if (result < 0 || (home = fdopendir(result)) == NULL) {
        if (result >= 0)
            close(result);
        return -EIO;
    }
    result = 0;
    while (result == 0 && (entry = readdir(home)) != NULL) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            result = -ENOTEMPTY;
    }
    closedir(home);
    return result;
}

/* True when a line of FILE, a mountinfo, names SOURCE: "… - tmpfs SOURCE rw". */
static bool mounts_name(FILE *file, const char *source)
{
    char pattern[WIPE_SOURCE_MAX + 16];
    char *line = NULL;
    size_t size = 0;
    bool found = false;

    (void)snprintf(pattern, sizeof pattern, " - tmpfs %s ", source);
    while (!found && getline(&line, &size, file) > 0)
        found = strstr(line, pattern) != NULL;
    free(line);
    return found;
}

/* The mount namespaces looked at already; most processes share one. */
struct namespaces {
    ino_t seen[NAMESPACES_MAX];
    size_t count;
};

static bool is_new(struct namespaces *namespaces, ino_t inode)
{
    for (size_t i = 0; i < namespaces->count; i++) {
        if (namespaces->seen[i] == inode)
            return false;
    }
    if (namespaces->count < NAMESPACES_MAX)
        namespaces->seen[namespaces->count++] = inode;
    return true;
}

/* True when the process PID, a name in the folder PROC, sees a file system named SOURCE. */
static bool process_sees(int proc, const char *pid, struct namespaces *namespaces,
                         const char *source)
{
    char path[64];
    struct stat status;
    FILE *file;
    bool found;
    int fd;

    (void)snprintf(path, sizeof path, "%.20s/ns/mnt", pid);
    if (fstatat(proc, path, &status, 0) < 0 || !is_new(namespaces, status.st_ino))
        return false; /* gone, or known */
    (void)snprintf(path, sizeof path, "%.20s/mountinfo", pid);
    fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    file = fdopen(fd, "r");
    if (file == NULL) {
        close(fd);
        return true; /* not knowing is not clean */
    }
    found = mounts_name(file, source);
    (void)fclose(file);
    return found;
}

/* 0: no process of this machine sees a file system of the account's sessions. */
static int check_mounts(uid_t uid)
{
    struct namespaces namespaces = {.count = 0};
    char source[WIPE_SOURCE_MAX];
    const struct dirent *entry;
    bool found = false;
    DIR *proc = opendir("/proc");

    if (proc == NULL)
        return -errno;
    wipe_source_name(uid, source);
    while (!found && (entry = readdir(proc)) != NULL) {
        if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
            found = process_sees(dirfd(proc), entry->d_name, &namespaces, source);
    }
    closedir(proc);
    return found ? -EBUSY : 0;
}

void wipe_verify(const struct passwd *account, struct session_record *record)
{
    int processes = account_processes_count(account->pw_uid);
    int mounts = check_mounts(account->pw_uid);
    int home = check_home(account, record);
    const char *trace = account_traces_find(account, record->start);

    if (processes != 0)
        wipe_fail(record, "processes left", processes < 0 ? processes : -EBUSY);
    if (mounts < 0)
        wipe_fail(record, "mounts left", mounts);
    if (home < 0)
        wipe_fail(record, "home folder changed", home);
    if (trace != NULL)
        wipe_fail(record, trace, -EBUSY);
    if (strcmp(record->wipe, "failed") != 0)
        (void)strcpy(record->wipe, "ok");
    record->end = (uint64_t)time(NULL);
}
