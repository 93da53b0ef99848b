/* Fuzzes the proxy's reader of requests: a target that it takes is one that the request shows.
 * Runs as: whoever runs the tests. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "connect-request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *head = (const char *)data;
    struct url_span authority;

    if (!connect_request_is_whole(head, size) || connect_request_read(head, size, &authority) != 0)
        return 0;
    /* Nothing that another reader might take for a second request or another target. */
    if (memcmp(head, "CONNECT ", 8) != 0 || authority.start != head + 8 ||
        authority.length + 8 >= size || memchr(authority.start, ' ', authority.length) ||
        memchr(head, '\0', size) || memcmp(head + size - 4, "\r\n\r\n", 4) != 0)
        abort();
    for (size_t i = 0; i < size; i++)
        if ((head[i] == '\n' && (i == 0 || head[i - 1] != '\r')) ||
            (head[i] == '\r' && (i + 1 == size || head[i + 1] != '\n')))
            abort();
    return 0;
}
