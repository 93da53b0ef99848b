/* Keeps the memory of a session, its files' and its programs', out of swap space on a disk.
 * Runs as: root, in the PAM application's process and in kiosk-launch. */
#include "swap-guard.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define GROUPS "/sys/fs/cgroup"
#define OURS GROUPS "/webmail-kiosk"

static const char *const names[SWAP_STATE_COUNT] = {
    [SWAP_NONE] = "none", [SWAP_KEPT_OUT] = "kept-out", [SWAP_POSSIBLE] = "possible"};

const char *swap_state_name(enum swap_state state)
{
    return names[state];
}

/* The first line of the file at PATH, without its newline; false when there is none. */
static bool read_line(const char *path, char *line, size_t size)
{
    ssize_t length = -1;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd >= 0) {
        length = read(fd, line, size - 1);
        close(fd);
    }
    if (length <= 0)
        return false;
    line[length] = '\0';
    line[strcspn(line, "\n")] = '\0';
    return true;
}

static bool write_text(const char *path, const char *text)
{
    bool written;
    int fd = open(path, O_WRONLY | O_CLOEXEC);

    if (fd < 0)
        return false;
    written = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
    close(fd);
    return written;
}

/* The folder of this process's group, cgroups(7): the line "0::/PATH". */
static bool find_own_group(char folder[PATH_MAX])
{
    static const char start[] = "0::/";
    struct statfs status;
    char *line = NULL;
    size_t size = 0;
    bool found = false;
    FILE *file;

    if (statfs(GROUPS, &status) < 0 || status.f_type != CGROUP2_SUPER_MAGIC ||
        (file = fopen("/proc/self/cgroup", "re")) == NULL)
        return false;
    while (!found && getline(&line, &size, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        found = strncmp(line, start, sizeof start - 1) == 0 &&
                snprintf(folder, PATH_MAX, GROUPS "%s", line + sizeof start - 2) < PATH_MAX - 64;
    }
    free(line);
    (void)fclose(file);
    return found;
}

/* True when the group at FOLDER, or one that it lies in, is never swapped out. */
static bool is_kept_out(const char *folder)
{
    char path[PATH_MAX + 32];
    char limit[32];
    size_t length = strlen(folder);

    while (length >= sizeof GROUPS) {
        (void)snprintf(path, sizeof path, "%.*s/memory.swap.max", (int)length, folder);
        if (read_line(path, limit, sizeof limit) && strcmp(limit, "0") == 0)
            return true;
        while (folder[--length] != '/')
            continue;
    }
    return false;
}

/* A group of our own right below the root, which is no service manager's. */
static bool enter_own_group(void)
{
    if (mkdir(OURS, 0755) < 0 && errno != EEXIST)
        return false;
    /* Where a service manager counts memory already, this changes nothing. */
    (void)write_text(GROUPS "/cgroup.subtree_control", "+memory");
    return write_text(OURS "/memory.swap.max", "0") && write_text(OURS "/cgroup.procs", "0");
}

/* True when a line of /proc/swaps, proc(5), names anything but compressed memory. */
static bool has_swap_on_disk(void)
{
    static const char compressed[] = "/dev/zram";
    char *line = NULL;
    size_t size = 0;
    bool found = false;
    FILE *file = fopen("/proc/swaps", "re");

    if (file == NULL)
        return errno != ENOENT; /* a kernel without swap has no such file */
    while (!found && getline(&line, &size, file) > 0)
        found = line[0] == '/' && strncmp(line, compressed, sizeof compressed - 1) != 0;
    free(line);
    (void)fclose(file);
    return found;
}

void swap_guard_enter(struct swap_guard *ret_guard)
{
    char folder[PATH_MAX];
    bool has_groups = find_own_group(folder);

    *ret_guard = (struct swap_guard){.state = SWAP_KEPT_OUT};
    if (has_groups && is_kept_out(folder))
        return;
    if (has_groups && enter_own_group()) {
        (void)strcpy(ret_guard->back, folder);
        (void)strcat(ret_guard->back, "/cgroup.procs"); /* find_own_group left room for it */
        return;
    }
    (void)rmdir(OURS); /* if it was made in vain */
    ret_guard->state = has_swap_on_disk() ? SWAP_POSSIBLE : SWAP_NONE;
}

void swap_guard_leave(struct swap_guard *guard)
{
    if (guard->back[0] == '\0')
        return;
    (void)write_text(guard->back, "0"); /* else it stays, which does no harm */
    (void)rmdir(OURS);                  /* unless another session is in it */
    guard->back[0] = '\0';
}
