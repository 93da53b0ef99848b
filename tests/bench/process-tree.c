/* Walks /proc for a process's descendants.
 * Runs as: root (a bench's). */
#include "process-tree.h"

#include <dirent.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 32, PROCESSES_MAX = 4096 };

static pid_t parent_of(pid_t pid)
{
    char path[64], line[256];
    int parent = 0;
    snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof(line), file))
        if (sscanf(line, "PPid: %d", &parent) == 1)
            break;
    if (file)
        fclose(file);
    return parent;
}

static bool descends(pid_t pid, pid_t root)
{
    for (int depth = 0; depth < DEPTH_MAX && pid > 1; depth++) {
        if (pid == root)
            return true;
        pid = parent_of(pid);
    }
    return false;
}

static size_t collect(pid_t root, pid_t found[PROCESSES_MAX])
{
    size_t count = 0;
    DIR *proc = opendir("/proc");
    for (struct dirent *entry; proc && (entry = readdir(proc));) {
        pid_t pid = (pid_t)atoi(entry->d_name);
        if (pid > 0 && count < PROCESSES_MAX && descends(pid, root))
            found[count++] = pid;
    }
    if (proc)
        closedir(proc);
    return count;
}

static long pss_of(pid_t pid)
{
    char path[64], line[256];
    long pss = 0;
    snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof(line), file))
        if (sscanf(line, "Pss: %ld kB", &pss) == 1)
            break;
    if (file)
        fclose(file);
    return pss;
}

long process_tree_pss(pid_t root)
{
    pid_t found[PROCESSES_MAX];
    long sum = 0;
    size_t count = collect(root, found);
    for (size_t i = 0; i < count; i++)
        sum += pss_of(found[i]);
    return sum;
}

void process_tree_kill(pid_t root)
{
    pid_t found[PROCESSES_MAX];
    size_t count = collect(root, found);
    for (size_t i = 0; i < count; i++)
        kill(found[i], SIGKILL);
}
