/* What a certificate says about whose it is, in words for the bar and the error page.
 * Runs as: the kiosk user; pure. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "tls-pin.h"

/* The first value of ATTRIBUTE ("O", "CN") in NAME, a distinguished name as RFC 4514 writes it;
 * NULL when there is none or the name is malformed. The caller frees it with g_free. */
char *browser_certificate_name_part(const char *name, const char *attribute);

/* The subject's organisation; NULL when the certificate names none. */
char *browser_certificate_organisation(GTlsCertificate *certificate);

/* The issuer's organisation, or its common name; NULL when it has neither. */
char *browser_certificate_issuer(GTlsCertificate *certificate);

enum { CERTIFICATE_DIGEST_SIZE = 32 };

/* Whether the certificate's key is shorter than 112 bits of security, as RSA of less than 2048 bits
 * (NIST SP 800-57; GnuTLS itself still takes RSA of 1024 bits). True when it cannot be read. */
bool browser_certificate_key_is_weak(GTlsCertificate *certificate);

/* Whether the certificate is good only together with an answer of its authority that the server
 * sends along ("must staple", RFC 7633). */
bool browser_certificate_needs_staple(GTlsCertificate *certificate);

/* True when the certificate names itself as its issuer: nobody else has part in it. */
bool browser_certificate_is_self_issued(GTlsCertificate *certificate);

/* The SHA-256 of the certificate's SubjectPublicKeyInfo (RFC 7469, section 2.4). False when the
 * certificate cannot be read. */
bool browser_certificate_key_digest(GTlsCertificate *certificate,
                                    unsigned char digest[CERTIFICATE_DIGEST_SIZE]);

/* A valid certificate is not enough where PINS has the host of URL: true when it has none, or one
 * of them is the certificate's key. */
bool browser_certificate_has_pinned_key(const struct tls_pins *pins, const char *url,
                                        GTlsCertificate *certificate);
