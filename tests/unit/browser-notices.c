/* Every notice has its words, in both languages, and every error finds its notice.
 * Runs as: whoever runs the tests.
 *
 * browser-notices FOLDER: FOLDER holds the icons. */
#include <gnutls/gnutls.h>
#include <webkit2/webkit2.h>

#include "config.h"
#include "load-error.h"
#include "notice-text.h"
#include "retry.h"
#include "test.h"

static void every_notice_is_complete(const char *icons)
{
    for (int kind = NOTICE_NONE + 1; kind < NOTICE_KIND_COUNT; kind++) {
        const struct browser_notice_text *text = browser_notice_text(kind);
        CHECK(text->title && *text->title && text->body && *text->body);
        g_autofree char *icon = g_strdup_printf("%s/%s.svg", icons, text->icon);
        CHECK_FOR(icon, g_file_test(icon, G_FILE_TEST_EXISTS));
        CHECK(!text->retries || text->code || text->tone == NOTICE_TONE_CALM);
        CHECK(text->tone != NOTICE_TONE_DANGER || text->shows_support);
    }
}

static void codes_are_told_once(void)
{
    for (int a = NOTICE_NONE + 1; a < NOTICE_KIND_COUNT; a++)
        for (int b = a + 1; b < NOTICE_KIND_COUNT; b++)
            CHECK(g_strcmp0(browser_notice_text(a)->code, browser_notice_text(b)->code) != 0 ||
                  !browser_notice_text(a)->code);
}

static void certificate_errors_find_their_notice(void)
{
    static const struct {
        GTlsCertificateFlags errors;
        enum browser_notice_kind kind;
    } table[] = {
        {G_TLS_CERTIFICATE_EXPIRED,                                  NOTICE_TLS_EXPIRED  },
        {G_TLS_CERTIFICATE_NOT_ACTIVATED,                            NOTICE_TLS_EARLY    },
        {G_TLS_CERTIFICATE_BAD_IDENTITY | G_TLS_CERTIFICATE_EXPIRED, NOTICE_TLS_HOST     },
        {G_TLS_CERTIFICATE_UNKNOWN_CA,                               NOTICE_TLS_AUTHORITY},
        {G_TLS_CERTIFICATE_UNKNOWN_CA | G_TLS_CERTIFICATE_EXPIRED,   NOTICE_TLS_EXPIRED  },
        {G_TLS_CERTIFICATE_REVOKED,                                  NOTICE_TLS_REVOKED  },
        {G_TLS_CERTIFICATE_INSECURE,                                 NOTICE_TLS_WEAK     },
        {G_TLS_CERTIFICATE_GENERIC_ERROR,                            NOTICE_TLS_OTHER    },
        {0,                                                          NOTICE_TLS_OTHER    },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++)
        CHECK_INT(browser_load_error_tls(table[i].errors, KIOSK_RELEASE_TIME), table[i].kind);
}

static void a_clock_before_the_release_is_wrong(void)
{
    const gint64 before = KIOSK_RELEASE_TIME - 1;
    CHECK_INT(browser_load_error_tls(G_TLS_CERTIFICATE_NOT_ACTIVATED, before), NOTICE_TLS_CLOCK);
    CHECK_INT(browser_load_error_tls(G_TLS_CERTIFICATE_EXPIRED, 0), NOTICE_TLS_CLOCK);
    CHECK_INT(browser_load_error_tls(G_TLS_CERTIFICATE_NOT_ACTIVATED | G_TLS_CERTIFICATE_UNKNOWN_CA,
                                     before),
              NOTICE_TLS_CLOCK);
    CHECK_INT(browser_load_error_tls(G_TLS_CERTIFICATE_BAD_IDENTITY, before), NOTICE_TLS_HOST);
}

static enum browser_notice_kind notice_of(GQuark domain, int code)
{
    GError error = {domain, code, (char *)(guintptr) ""};
    return browser_load_error_notice(&error);
}

static void load_errors_find_their_notice(void)
{
    CHECK_INT(notice_of(WEBKIT_NETWORK_ERROR, WEBKIT_NETWORK_ERROR_CANCELLED), NOTICE_NONE);
    CHECK_INT(notice_of(G_IO_ERROR, G_IO_ERROR_CANCELLED), NOTICE_NONE);
    CHECK_INT(notice_of(WEBKIT_POLICY_ERROR, 104), NOTICE_NONE);
    CHECK_INT(browser_load_error_answer(503), NOTICE_NET_SERVER);
    CHECK_INT(browser_load_error_answer(590), NOTICE_NET_NAME);
    CHECK_INT(browser_load_error_answer(593), NOTICE_NET_FILTER);
    CHECK_INT(notice_of(G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND), NOTICE_NET_NAME);
    CHECK_INT(notice_of(G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED), NOTICE_NET_DOWN);
    CHECK_INT(notice_of(G_TLS_ERROR, G_TLS_ERROR_HANDSHAKE), NOTICE_TLS_HANDSHAKE);
    CHECK_INT(notice_of(G_TLS_ERROR, G_TLS_ERROR_MISC), NOTICE_TLS_HANDSHAKE);
    CHECK_INT(notice_of(G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE), NOTICE_TLS_OTHER);
    CHECK_INT(notice_of(G_TLS_ERROR, G_TLS_ERROR_EOF), NOTICE_NET_DOWN);
    CHECK_INT(notice_of(G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE), NOTICE_NET_DNS);
    CHECK_INT(notice_of(G_TLS_ERROR, G_TLS_ERROR_NOT_TLS), NOTICE_NET_RESET);
    CHECK_INT(browser_load_error_answer(511), NOTICE_NET_SERVER);
    for (unsigned status = 587; status < 600; status++)
        CHECK(browser_load_error_answer(status) != NOTICE_NET_SERVER);
}

/* The text is GnuTLS's own, in English, as a program without a language has it. */
static void what_is_no_tls_is_known_by_its_text(void)
{
    g_autofree char *text = g_strconcat("Error performing TLS handshake: ",
                                        gnutls_strerror(GNUTLS_E_UNEXPECTED_PACKET), NULL);
    GError error = {G_TLS_ERROR, G_TLS_ERROR_MISC, text};
    CHECK_INT(browser_load_error_notice(&error), NOTICE_NET_PORTAL);
}

static void retries_come_ever_later(void)
{
    static const unsigned wanted[] = {2, 4, 8, 16, 32, 60, 60};
    for (unsigned i = 0; i < G_N_ELEMENTS(wanted); i++)
        CHECK_INT(browser_retry_delay(i), wanted[i]);
    CHECK_INT(browser_retry_delay(G_MAXUINT), 60);
}

int main(int argc, char **argv)
{
    every_notice_is_complete(argv[1]);
    codes_are_told_once();
    certificate_errors_find_their_notice();
    a_clock_before_the_release_is_wrong();
    load_errors_find_their_notice();
    what_is_no_tls_is_known_by_its_text();
    retries_come_ever_later();
    return TEST_RESULT();
}
