/* Prints each address of the command line as WebKit's own parser writes it, each ended by a NUL.
 * Runs as: whoever calls kioskctl url-check, as nobody when that is root; loads nothing. */
#include <stdio.h>
#include <stdlib.h>

#include <webkit2/webkit2.h>

/* WebKit's C interface takes bytes above 7f for Latin-1. A link in a page is UTF-8, which stands
 * for the same as the bytes' escapes: in a host (RFC 3987, section 3.1) as in a path. */
static char *escape_foreign_bytes(const char *raw)
{
    GString *text = g_string_new(NULL);
    for (const unsigned char *byte = (const unsigned char *)raw; *byte; byte++) {
        if (*byte >= 0x80)
            g_string_append_printf(text, "%%%02X", *byte);
        else
            g_string_append_c(text, (char)*byte);
    }
    return g_string_free(text, FALSE);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        g_autofree char *raw = escape_foreign_bytes(argv[i]);
        g_autoptr(WebKitURIRequest) request = webkit_uri_request_new(raw);
        const char *written = webkit_uri_request_get_uri(request);
        fputs(written ? written : "", stdout);
        putchar('\0');
    }
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
