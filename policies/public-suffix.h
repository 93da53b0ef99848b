/* Which names belong to one owner: the public suffix list, as libpsl has it built in.
 * Runs as: every part, root included; owns nothing. */
#pragma once

#include "url-parts.h"

/* True when HOST, in small letters, is a name right below which anybody may own one ("fr",
 * "gouv.fr", "github.io"); also when there is no list to ask. */
bool public_suffix_is(const char *host);

/* True when HOST, in small letters, belongs to whoever owns its last LENGTH bytes: no public suffix
 * lies in between. False also when there is no list to ask. */
bool public_suffix_same_owner(struct url_span host, size_t length);
