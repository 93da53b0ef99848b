/* Reads distinguished names of certificates.
 * Runs as: the kiosk user; pure. */
#include "certificate.h"
#include "host-name.h"

#include <gnutls/x509.h>
#include <string.h>

enum { STATUS_REQUEST = 5 }; /* a TLS feature (RFC 6066, section 8) */

/* Reads an attribute's value at TEXT up to an unescaped ',' or '+' (RFC 4514, section 3). NULL when
 * an escape is malformed; *ret_end is where the value ends. */
static GString *read_value(const char *text, const char **ret_end)
{
    GString *value = g_string_new(NULL);
    while (*text && !strchr(",+;", *text)) {
        if (*text != '\\') {
            g_string_append_c(value, *text++);
        } else if (g_ascii_isxdigit(text[1]) && g_ascii_isxdigit(text[2])) {
            g_string_append_c(
                value, (char)(g_ascii_xdigit_value(text[1]) * 16 + g_ascii_xdigit_value(text[2])));
            text += 3;
        } else if (text[1]) {
            g_string_append_c(value, text[1]);
            text += 2;
        } else {
            g_string_free(value, TRUE);
            return NULL;
        }
    }
    *ret_end = text;
    return value;
}

char *browser_certificate_name_part(const char *name, const char *attribute)
{
    const char *rest = name;
    while (rest && *rest) {
        const char *equals = strchr(rest, '=');
        if (!equals)
            return NULL;
        g_autofree char *key = g_strstrip(g_strndup(rest, (gsize)(equals - rest)));
        GString *value = read_value(equals + 1, &rest);
        if (!value)
            return NULL;
        if (g_ascii_strcasecmp(key, attribute) == 0 && value->len > 0 &&
            g_utf8_validate_len(value->str, value->len, NULL))
            return g_string_free(value, FALSE);
        g_string_free(value, TRUE);
        if (*rest)
            rest++;
    }
    return NULL;
}

char *browser_certificate_organisation(GTlsCertificate *certificate)
{
    g_autofree char *subject = g_tls_certificate_get_subject_name(certificate);
    return subject ? browser_certificate_name_part(subject, "O") : NULL;
}

char *browser_certificate_issuer(GTlsCertificate *certificate)
{
    g_autofree char *issuer = g_tls_certificate_get_issuer_name(certificate);
    char *name = issuer ? browser_certificate_name_part(issuer, "O") : NULL;
    if (!name && issuer)
        name = browser_certificate_name_part(issuer, "CN");
    return name;
}

bool browser_certificate_is_self_issued(GTlsCertificate *certificate)
{
    g_autofree char *subject = g_tls_certificate_get_subject_name(certificate);
    g_autofree char *issuer = g_tls_certificate_get_issuer_name(certificate);
    return !subject || !issuer || g_str_equal(subject, issuer);
}

/* The certificate for GnuTLS to read, or NULL; the caller frees it. */
static gnutls_x509_crt_t parse(GTlsCertificate *certificate)
{
    g_autoptr(GByteArray) bytes = NULL;
    gnutls_x509_crt_t parsed;
    g_object_get(certificate, "certificate", &bytes, NULL);
    if (!bytes || gnutls_x509_crt_init(&parsed) < 0)
        return NULL;
    gnutls_datum_t der = {bytes->data, bytes->len};
    if (gnutls_x509_crt_import(parsed, &der, GNUTLS_X509_FMT_DER) >= 0)
        return parsed;
    gnutls_x509_crt_deinit(parsed);
    return NULL;
}

bool browser_certificate_key_is_weak(GTlsCertificate *certificate)
{
    gnutls_x509_crt_t parsed = parse(certificate);
    unsigned bits = 0;
    if (!parsed)
        return true;
    int algorithm = gnutls_x509_crt_get_pk_algorithm(parsed, &bits);
    gnutls_x509_crt_deinit(parsed);
    return algorithm < 0 || gnutls_pk_bits_to_sec_param((gnutls_pk_algorithm_t)algorithm, bits) <
                                GNUTLS_SEC_PARAM_MEDIUM;
}

bool browser_certificate_needs_staple(GTlsCertificate *certificate)
{
    gnutls_x509_crt_t parsed = parse(certificate);
    gnutls_x509_tlsfeatures_t features;
    unsigned feature;
    bool needed = false;
    if (!parsed)
        return false;
    if (gnutls_x509_tlsfeatures_init(&features) >= 0) {
        if (gnutls_x509_crt_get_tlsfeatures(parsed, features, 0, NULL) >= 0)
            for (unsigned i = 0; gnutls_x509_tlsfeatures_get(features, i, &feature) >= 0; i++)
                needed = needed || feature == STATUS_REQUEST;
        gnutls_x509_tlsfeatures_deinit(features);
    }
    gnutls_x509_crt_deinit(parsed);
    return needed;
}

bool browser_certificate_key_digest(GTlsCertificate *certificate,
                                    unsigned char digest[CERTIFICATE_DIGEST_SIZE])
{
    gnutls_x509_crt_t parsed = parse(certificate);
    size_t size = CERTIFICATE_DIGEST_SIZE;
    if (!parsed)
        return false;
    int status = gnutls_x509_crt_get_key_id(parsed, GNUTLS_KEYID_USE_SHA256, digest, &size);
    gnutls_x509_crt_deinit(parsed);
    return status >= 0 && size == CERTIFICATE_DIGEST_SIZE;
}

bool browser_certificate_has_pinned_key(const struct tls_pins *pins, const char *url,
                                        GTlsCertificate *certificate)
{
    unsigned char digest[CERTIFICATE_DIGEST_SIZE];
    g_autofree char *host = browser_host_of_url(url);
    if (!host)
        return false;
    if (tls_pins_count(pins, host) == 0)
        return true;
    return browser_certificate_key_digest(certificate, digest) &&
           tls_pins_check(pins, host, digest) == TLS_PIN_MATCHES;
}
