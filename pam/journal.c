/* One structured entry in the system's journal.
 * Runs as: root. */
#include "journal.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

void journal_add(struct journal_entry *entry, const char *field, const char *format, ...)
{
    char value[256];
    size_t room = sizeof entry->text - entry->length;
    va_list arguments;
    int length;

    va_start(arguments, format);
    (void)vsnprintf(value, sizeof value, format, arguments);
    va_end(arguments);
    value[strcspn(value, "\n")] = '\0';
    length = snprintf(entry->text + entry->length, room, "%s=%s\n", field, value);
    if (length > 0 && (size_t)length < room)
        entry->length += (size_t)length;
    entry->text[entry->length] = '\0';
}

int journal_send(const struct journal_entry *entry)
{
    static const struct sockaddr_un address = {AF_UNIX, "/run/systemd/journal/socket"};
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    int result = 0;

    if (fd < 0)
        return -errno;
    if (sendto(fd, entry->text, entry->length, MSG_DONTWAIT | MSG_NOSIGNAL,
               (const struct sockaddr *)&address, sizeof address) < 0)
        result = -errno;
    close(fd);
    return result;
}
