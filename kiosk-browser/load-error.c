/* Maps the errors of WebKit and GIO to notices, in tables.
 * Runs as: the kiosk user; pure. */
#include "load-error.h"

#include <string.h>
#include <webkit2/webkit2.h>

#include "config.h"

/* In the order of what a person must know first. */
static const struct {
    GTlsCertificateFlags flag;
    enum browser_notice_kind kind;
} tls_kinds[] = {
    {G_TLS_CERTIFICATE_REVOKED,       NOTICE_TLS_REVOKED  },
    {G_TLS_CERTIFICATE_BAD_IDENTITY,  NOTICE_TLS_HOST     },
    {G_TLS_CERTIFICATE_NOT_ACTIVATED, NOTICE_TLS_EARLY    },
    {G_TLS_CERTIFICATE_EXPIRED,       NOTICE_TLS_EXPIRED  },
    {G_TLS_CERTIFICATE_UNKNOWN_CA,    NOTICE_TLS_AUTHORITY},
    {G_TLS_CERTIFICATE_INSECURE,      NOTICE_TLS_WEAK     },
};

enum browser_notice_kind browser_load_error_tls(GTlsCertificateFlags errors, gint64 now)
{
    if (now < KIOSK_RELEASE_TIME &&
        errors & (G_TLS_CERTIFICATE_NOT_ACTIVATED | G_TLS_CERTIFICATE_EXPIRED))
        return NOTICE_TLS_CLOCK;
    for (gsize i = 0; i < G_N_ELEMENTS(tls_kinds); i++)
        if (errors & tls_kinds[i].flag)
            return tls_kinds[i].kind;
    return NOTICE_TLS_OTHER;
}

/* An answer that is no TLS at all, as of a web server without it. GIO has no code for that; its
 * text holds GnuTLS's for GNUTLS_E_UNEXPECTED_PACKET, which WebKit's network process does not
 * translate.
 */
static bool says_no_tls(const GError *error)
{
    return g_error_matches(error, G_TLS_ERROR, G_TLS_ERROR_MISC) &&
           strstr(error->message, "An unexpected TLS packet was received") != NULL;
}

enum browser_notice_kind browser_load_error_notice(const GError *error)
{
    if (g_error_matches(error, WEBKIT_NETWORK_ERROR, WEBKIT_NETWORK_ERROR_CANCELLED))
        return NOTICE_NONE;
    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
        error->domain == WEBKIT_POLICY_ERROR)
        return NOTICE_NONE;
    if (g_error_matches(error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
        return NOTICE_NET_NAME;
    if (error->domain == G_RESOLVER_ERROR)
        return NOTICE_NET_DNS;
    /* GIO says so when the other side hangs up within the handshake. */
    if (g_error_matches(error, G_TLS_ERROR, G_TLS_ERROR_NOT_TLS))
        return NOTICE_NET_RESET;
    if (says_no_tls(error))
        return NOTICE_NET_PORTAL;
    if (g_error_matches(error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
        return NOTICE_TLS_OTHER;
    if (error->domain == G_TLS_ERROR && error->code != G_TLS_ERROR_EOF)
        return NOTICE_TLS_HANDSHAKE;
    return NOTICE_NET_DOWN;
}

/* The numbers of pam/egress/outcome.c. A service that uses them gets another notice, no more. */
static const struct {
    unsigned status;
    enum browser_notice_kind kind;
} proxy_kinds[] = {
    {587, NOTICE_NET_PAC        },
    {588, NOTICE_NET_FALSE      },
    {589, NOTICE_NET_PAC        },
    {590, NOTICE_NET_NAME       },
    {591, NOTICE_NET_DOWN       },
    {592, NOTICE_NET_SILENT     },
    {593, NOTICE_NET_FILTER     },
    {594, NOTICE_NET_DNS        },
    {595, NOTICE_NET_OFFLINE    },
    {596, NOTICE_NET_PROXY_LOGIN},
    {597, NOTICE_NET_PORTAL     },
    {598, NOTICE_NET_PROXY_DOWN },
    {599, NOTICE_NET_PROXY_FAILS},
};

bool browser_load_error_is_of_proxy(unsigned status)
{
    for (gsize i = 0; i < G_N_ELEMENTS(proxy_kinds); i++)
        if (status == proxy_kinds[i].status)
            return true;
    return false;
}

enum browser_notice_kind browser_load_error_answer(unsigned status)
{
    for (gsize i = 0; i < G_N_ELEMENTS(proxy_kinds); i++)
        if (status == proxy_kinds[i].status)
            return proxy_kinds[i].kind;
    return NOTICE_NET_SERVER;
}
