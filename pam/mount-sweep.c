/* File systems of a session that are still mounted in this process's own view.
 * Runs as: root, in the PAM application's process. */
#include "mount-sweep.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>

#include "mount-tree.h"
#include "wipe.h"

enum { SWEEP_ROUNDS = 16 };

/* Undoes the "\040" by which mountinfo writes blanks, in place; proc(5). */
static void unescape(char *text)
{
    char *to = text;

    for (const char *from = text; *from != '\0'; to++) {
        unsigned byte;

        if (from[0] == '\\' && sscanf(from + 1, "%3o", &byte) == 1) {
            *to = (char)byte;
            from += 4;
        } else {
            *to = *from++;
        }
    }
    *to = '\0';
}

/* The mount points that bear the name PATTERN, in the order in which they were mounted. */
static int list_mounts(const char *pattern, struct mount_list *list)
{
    char *line = NULL;
    size_t size = 0;
    FILE *file = fopen("/proc/self/mountinfo", "re");

    if (file == NULL)
        return -errno;
    while (list->count < MOUNT_LIST_MAX && getline(&line, &size, file) > 0) {
        char *path = list->paths[list->count];

        if (strstr(line, pattern) != NULL && sscanf(line, "%*s %*s %*s %*s %255s", path) == 1) {
            unescape(path);
            list->count++;
        }
    }
    free(line);
    (void)fclose(file);
    return 0;
}

int mount_sweep(uid_t uid)
{
    char source[WIPE_SOURCE_MAX];
    char pattern[WIPE_SOURCE_MAX + 16];
    struct mount_list *list = calloc(1, sizeof *list);
    int result = list == NULL ? -ENOMEM : 0;

    wipe_source_name(uid, source);
    (void)snprintf(pattern, sizeof pattern, " - tmpfs %s ", source);
    for (int round = 0; result == 0 && round < SWEEP_ROUNDS; round++) {
        result = list_mounts(pattern, list);
        if (result < 0 || list->count == 0)
            break;
        result = mount_list_undo(list);
    }
    free(list);
    return result;
}
