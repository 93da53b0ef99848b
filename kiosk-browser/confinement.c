/* Reads /proc to see what the kernel says about the web processes.
 * Runs as: the kiosk user. */
#include "confinement.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

#include "log.h"

enum { GENERATIONS_MAX = 16 };

/* The kernel cuts names at 15 bytes. */
static const char web_process[] = "WebKitWebProces";

static char *read_status(pid_t pid)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/status", (int)pid);
    char *text = NULL;
    return g_file_get_contents(path, &text, NULL, NULL) ? text : NULL;
}

/* The text after "NAME:" and its blank, up to the line's end; "" when there is no such line. */
static char *status_field(const char *status, const char *name)
{
    g_autofree char *start_of_line = g_strdup_printf("\n%s:", name);
    g_autofree char *text = g_strconcat("\n", status, NULL);
    const char *found = strstr(text, start_of_line);
    if (!found)
        return g_strdup("");
    found += strlen(start_of_line);
    return g_strstrip(g_strndup(found, strcspn(found, "\n")));
}

static bool status_is(const char *status, const char *name, const char *value)
{
    g_autofree char *found = status_field(status, name);
    return g_str_equal(found, value);
}

static bool descends_from_us(const char *status)
{
    g_autofree char *current = g_strdup(status);
    for (int i = 0; i < GENERATIONS_MAX && current; i++) {
        g_autofree char *parent = status_field(current, "PPid");
        pid_t pid = (pid_t)atoi(parent);
        if (pid == getpid())
            return true;
        if (pid <= 1)
            return false;
        g_free(current);
        current = read_status(pid);
    }
    return false;
}

enum verdict {
    CONFINED,
    NOT_CONFINED,
    GONE, /* dead, or a zombie: it runs nothing any more */
};

/* What cannot be read for any other reason than its death counts as shared. */
static enum verdict check_network(pid_t pid)
{
    char ours[64] = "", theirs[64] = "";
    g_autofree char *path = g_strdup_printf("/proc/%d/ns/net", (int)pid);
    if (readlink("/proc/self/ns/net", ours, sizeof(ours) - 1) <= 0)
        return NOT_CONFINED;
    if (readlink(path, theirs, sizeof(theirs) - 1) <= 0)
        return errno == ENOENT || errno == ESRCH ? GONE : NOT_CONFINED;
    return g_str_equal(ours, theirs) ? NOT_CONFINED : CONFINED;
}

static enum verdict check(pid_t pid, const char *status)
{
    bool filter = status_is(status, "Seccomp", "2");
    bool no_new_privileges = status_is(status, "NoNewPrivs", "1");
    enum verdict network = check_network(pid);
    if (network == GONE)
        return GONE;
    if (filter && no_new_privileges && network == CONFINED)
        return CONFINED;
    browser_log("web process not confined: seccomp %s, no-new-privs %s, own network %s",
                filter ? "yes" : "no", no_new_privileges ? "yes" : "no",
                network == CONFINED ? "yes" : "no");
    return NOT_CONFINED;
}

bool browser_confinement_holds(void)
{
    DIR *proc = opendir("/proc");
    if (!proc)
        return false;
    unsigned count[] = {[CONFINED] = 0, [NOT_CONFINED] = 0, [GONE] = 0};
    for (struct dirent *entry; (entry = readdir(proc));) {
        pid_t pid = (pid_t)atoi(entry->d_name);
        g_autofree char *status = pid > 0 ? read_status(pid) : NULL;
        if (!status || !status_is(status, "Name", web_process) || !descends_from_us(status))
            continue;
        count[check(pid, status)]++;
    }
    closedir(proc);
    if (count[CONFINED] == 0)
        browser_log("no confined web process found");
    return count[CONFINED] > 0 && count[NOT_CONFINED] == 0;
}
