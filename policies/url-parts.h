/* Reads a URL in the serialised form of the WHATWG URL standard, and hosts and paths as rules and
 * URLs both have them.
 * Runs as: every part; owns nothing: all parts point into the text they were read from. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "url-rule.h"

enum { URL_HOST_MAX = 253, URL_PORT_DEFAULT = 443 };

struct url_span {
    const char *start;
    size_t length;
};

struct url_parts {
    struct url_span host;
    uint16_t port;
    struct url_span path;  /* from its "/"; without query and fragment */
    struct url_span query; /* without its "?"; empty when there is none */
};

/* URL_ALLOWED when URL is an https URL exactly as a WHATWG serialiser would have written it, with a
 * host that is a name or an IPv4 address; else why not, and *ret_parts is untouched. */
enum url_verdict url_parts_read(const char *url, struct url_parts *ret_parts);

/* The same for what stands between "https://" and the first of "/?#": HOST or HOST:PORT. */
enum url_verdict url_parts_read_authority(struct url_span authority, struct url_parts *ret_parts);

enum url_host_kind {
    URL_HOST_NAME,
    URL_HOST_IPV4,          /* four decimal numbers, the only form a serialiser writes */
    URL_HOST_NOT_CANONICAL, /* upper case, or what no serialiser would leave as it is */
    URL_HOST_UNUSABLE,      /* IPv6, a dot at the end, empty or too long labels … */
};

enum url_host_kind url_host_kind(struct url_span host);

/* True when a server may understand PATH as one with a "." or ".." segment, or as one that leaves
 * its folder: encoded dots, slashes and backslashes, and segments with parameters ("..;x"). */
bool url_path_has_hidden_dots(struct url_span path);

/* True when a WHATWG parser would have resolved a segment of PATH: ".", "..", "%2e" and the like.
 */
bool url_path_has_dots(struct url_span path);

bool url_span_equals(struct url_span span, const char *text);
