/* Asks libpsl's built-in list: no file is read, so that no file decides.
 * Runs as: every part, root included; owns nothing. */
#include "public-suffix.h"

#include <libpsl.h>
#include <string.h>

bool public_suffix_is(const char *host)
{
    const psl_ctx_t *list = psl_builtin();

    return !list || psl_is_public_suffix(list, host) != 0;
}

bool public_suffix_same_owner(struct url_span host, size_t length)
{
    const psl_ctx_t *list = psl_builtin();
    char name[URL_HOST_MAX + 1];
    const char *domain;

    if (!list || host.length > URL_HOST_MAX)
        return false;
    memcpy(name, host.start, host.length);
    name[host.length] = '\0';
    domain = psl_registrable_domain(list, name);
    return domain && strlen(domain) <= length;
}
