/* Notices the end of WebKit's network process, which WebKit itself tells nobody.
 * Runs as: the kiosk user, in the main thread. */
#include "network-process.h"

#include <glib-unix.h>
#include <stdio.h>
#include <sys/pidfd.h>
#include <unistd.h>

#include "log.h"

/* As the kernel shortens it. */
static const char name[] = "WebKitNetworkPr";

static gboolean on_end(gint fd, GIOCondition condition, gpointer data)
{
    struct network_process *process = data;

    process->source = 0;
    session_log("browser fault: its network process is gone");
    session_tell(&process->listener, SESSION_EVENT_BROWSER_FAULT);
    return G_SOURCE_REMOVE;
}

/* proc(5): "pid (name) state ppid …". */
static gboolean is_wanted(const char *pid, GPid browser)
{
    g_autofree char *path = g_strdup_printf("/proc/%s/stat", pid);
    g_autofree char *text = NULL;
    const char *behind;
    int parent = 0;

    if (!g_file_get_contents(path, &text, NULL, NULL) || !(behind = strrchr(text, ')')) ||
        sscanf(behind, ") %*c %d", &parent) != 1)
        return FALSE;
    return parent == browser && strstr(text, name) != NULL;
}

void network_process_init(struct network_process *process, const struct session_listener *listener)
{
    *process = (struct network_process){.fd = -1, .listener = *listener};
}

void network_process_done(struct network_process *process)
{
    if (process->source)
        g_source_remove(process->source);
    if (process->fd >= 0)
        close(process->fd);
    process->source = 0;
    process->fd = -1;
}

void network_process_look(struct network_process *process, GPid browser)
{
    g_autoptr(GDir) proc = process->fd < 0 ? g_dir_open("/proc", 0, NULL) : NULL;
    const char *entry;

    while (proc && browser > 0 && process->fd < 0 && (entry = g_dir_read_name(proc)))
        if (g_ascii_isdigit(entry[0]) && is_wanted(entry, browser))
            process->fd = pidfd_open((pid_t)g_ascii_strtoll(entry, NULL, 10), 0);
    if (process->fd >= 0 && process->source == 0)
        process->source = g_unix_fd_add(process->fd, G_IO_IN, on_end, process);
}
