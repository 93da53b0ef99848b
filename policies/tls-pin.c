/* Reads pins of public keys and compares them.
 * Runs as: every part; owns nothing but the pins it fills. */
#include "tls-pin.h"

#include <stdlib.h>
#include <string.h>

#include "url-parts.h"

static const char digest_name[] = "sha256/";

enum { BASE64_LENGTH = 44 }; /* of 32 bytes: 43 letters and one '=' */

static int letter_value(char letter)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = letter ? strchr(letters, letter) : NULL;

    return found ? (int)(found - letters) : -1;
}

/* Strict: exactly the text that an encoder writes for 32 bytes (RFC 4648, section 4). */
static bool read_digest(const char *text, unsigned char digest[TLS_PIN_DIGEST_SIZE])
{
    unsigned bits = 0, bit_count = 0;
    size_t length = 0;

    if (strlen(text) != BASE64_LENGTH || text[BASE64_LENGTH - 1] != '=')
        return false;
    for (size_t i = 0; i < BASE64_LENGTH - 1; i++) {
        int value = letter_value(text[i]);

        if (value < 0)
            return false;
        bits = bits << 6 | (unsigned)value;
        bit_count += 6;
        if (bit_count >= 8) {
            bit_count -= 8;
            digest[length++] = (unsigned char)(bits >> bit_count);
            bits &= (1U << bit_count) - 1;
        }
    }
    return length == TLS_PIN_DIGEST_SIZE && bits == 0;
}

static const char *parse_host(const char *text, size_t length, struct tls_pin *pin)
{
    struct url_span host;

    pin->host = strndup(text, length);
    if (!pin->host)
        return "cannot be kept; free some memory";
    for (char *letter = pin->host; *letter; letter++)
        if (*letter >= 'A' && *letter <= 'Z')
            *letter += 'a' - 'A';
    host = (struct url_span){pin->host, length};
    if (url_host_kind(host) != URL_HOST_NAME)
        return "has no usable host; write one host's name, as webmail.example.org=sha256/…";
    return NULL;
}

bool tls_pin_parse(const char *text, struct tls_pin *ret_pin, const char **ret_problem)
{
    struct tls_pin pin = {0};
    const char *equals = strchr(text, '='), *problem;

    if (!equals)
        problem = "is no pin; write HOST=sha256/ and the 44 letters of the key's digest";
    else
        problem = parse_host(text, (size_t)(equals - text), &pin);
    if (!problem && strncmp(equals + 1, digest_name, strlen(digest_name)) != 0)
        problem = "has no sha256/ after its host; write HOST=sha256/ and the digest's 44 letters";
    else if (!problem && !read_digest(equals + 1 + strlen(digest_name), pin.digest))
        problem = "has no digest of 44 base64 letters; write what openssl dgst -sha256 -binary | "
                  "base64 prints";
    if (!problem) {
        pin.text = strdup(text);
        if (!pin.text)
            problem = "cannot be kept; free some memory";
    }
    if (problem) {
        tls_pin_clear(&pin);
        *ret_problem = problem;
        return false;
    }
    *ret_pin = pin;
    return true;
}

void tls_pin_clear(struct tls_pin *pin)
{
    free(pin->text);
    free(pin->host);
    *pin = (struct tls_pin){0};
}

void tls_pins_clear(struct tls_pins *pins)
{
    for (size_t i = 0; i < pins->count; i++)
        tls_pin_clear(&pins->items[i]);
    free(pins->items);
    *pins = (struct tls_pins){0};
}

size_t tls_pins_count(const struct tls_pins *pins, const char *host)
{
    size_t count = 0;

    for (size_t i = 0; i < pins->count; i++)
        count += strcmp(pins->items[i].host, host) == 0;
    return count;
}

enum tls_pin_verdict tls_pins_check(const struct tls_pins *pins, const char *host,
                                    const unsigned char digest[TLS_PIN_DIGEST_SIZE])
{
    for (size_t i = 0; i < pins->count; i++)
        if (strcmp(pins->items[i].host, host) == 0 &&
            memcmp(pins->items[i].digest, digest, TLS_PIN_DIGEST_SIZE) == 0)
            return TLS_PIN_MATCHES;
    return tls_pins_count(pins, host) > 0 ? TLS_PIN_DIFFERS : TLS_PIN_NONE;
}
