/* Is somebody sitting in front of this machine?
 * Runs as: root, in the PAM application's process. */
#include "local-seat.h"

#include <string.h>

enum { MAX_DIGITS = 3 };

/* The number that is all of TEXT, in at most MAX_DIGITS digits; -1 otherwise. */
static int whole_number(const char *text)
{
    size_t length = strspn(text, "0123456789");
    int number = 0;

    if (length == 0 || length > MAX_DIGITS || text[length] != '\0')
        return -1;
    for (; *text != '\0'; text++)
        number = number * 10 + (*text - '0');
    return number;
}

static int number_after(const char *text, const char *start)
{
    size_t length = strlen(start);

    if (text == NULL || strncmp(text, start, length) != 0)
        return -1;
    return whole_number(text + length);
}

static const char *text_item(pam_handle_t *pamh, int item)
{
    const void *value = NULL;

    if (pam_get_item(pamh, item, &value) != PAM_SUCCESS)
        return NULL;
    return value;
}

struct local_seat local_seat_of(pam_handle_t *pamh)
{
    return (struct local_seat){
        .tty = text_item(pamh, PAM_TTY),
        .display = text_item(pamh, PAM_XDISPLAY),
        .remote_host = text_item(pamh, PAM_RHOST),
    };
}

bool local_seat_is_local(const struct local_seat *seat)
{
    if (seat->remote_host != NULL && seat->remote_host[0] != '\0')
        return false;
    if (seat->display != NULL && number_after(seat->display, ":") < 0)
        return false;
    return number_after(seat->tty, ":") >= 0 || number_after(seat->tty, "tty") >= 0 ||
           number_after(seat->tty, "/dev/tty") >= 0;
}

int local_seat_display(const struct local_seat *seat)
{
    int display = number_after(seat->display, ":");

    return display >= 0 ? display : number_after(seat->tty, ":");
}
