/* Which public keys a host may have: pins, as the policy writes them, against a key's digest.
 * Runs as: every part; owns nothing but what it returns. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { TLS_PIN_DIGEST_SIZE = 32 };

/* HOST=sha256/BASE64: the SHA-256 of the certificate's SubjectPublicKeyInfo in DER, in the base64
 * of 44 letters that RFC 7469 (section 2.4) and curl's --pinnedpubkey use. */
struct tls_pin {
    char *text; /* as written, for messages */
    char *host; /* lower case */
    unsigned char digest[TLS_PIN_DIGEST_SIZE];
};

struct tls_pins {
    struct tls_pin *items;
    size_t count;
};

enum tls_pin_verdict {
    TLS_PIN_NONE, /* the policy pins nothing for this host */
    TLS_PIN_MATCHES,
    TLS_PIN_DIFFERS,
};

/* Reads one pin. True: *ret_pin is filled, free it with tls_pin_clear. False: *ret_problem is a
 * static sentence fragment that says what is wrong and what to write instead. */
bool tls_pin_parse(const char *text, struct tls_pin *ret_pin, const char **ret_problem);
void tls_pin_clear(struct tls_pin *pin);
void tls_pins_clear(struct tls_pins *pins);

/* How many of PINS are for HOST, which is in lower case. */
size_t tls_pins_count(const struct tls_pins *pins, const char *host);

/* Whether a key with DIGEST may speak for HOST, which is in lower case. */
enum tls_pin_verdict tls_pins_check(const struct tls_pins *pins, const char *host,
                                    const unsigned char digest[TLS_PIN_DIGEST_SIZE]);
