/* Pins of public keys: how they are written, and what they let through.
 * Runs as: whoever runs the tests. */
#include "tls-pin.h"

#include "test.h"

#define DIGITS "0123456789+/0123456789+/0123456789+/012345"

static const char *problem_of(const char *text)
{
    struct tls_pin pin;
    const char *problem = NULL;

    if (tls_pin_parse(text, &pin, &problem))
        tls_pin_clear(&pin);
    return problem;
}

static void test_what_is_refused(void)
{
    static const struct {
        const char *text, *problem;
    } tests[] = {
        {"",                                      "is no pin"     },
        {"a.example",                             "is no pin"     },
        {"=sha256/" DIGITS "E=",                  "no usable host"},
        {".a.example=sha256/" DIGITS "E=",        "no usable host"},
        {"a.example:443=sha256/" DIGITS "E=",     "no usable host"},
        {"https://a.example=sha256/" DIGITS "E=", "no usable host"},
        {"192.0.2.1=sha256/" DIGITS "E=",         "no usable host"},
        {"a.example=" DIGITS "E=",                "no sha256/"    },
        {"a.example=sha1/" DIGITS "E=",           "no sha256/"    },
        {"a.example=SHA256/" DIGITS "E=",         "no sha256/"    },
        {"a.example=sha256/",                     "no digest"     },
        {"a.example=sha256/" DIGITS "E",          "no digest"     },
        {"a.example=sha256/" DIGITS "E==",        "no digest"     },
        {"a.example=sha256/" DIGITS "F=",         "no digest"     }, /* bits past the end */
        {"a.example=sha256/-" DIGITS "=",         "no digest"     },
        {"a.example=sha256/=" DIGITS "=",         "no digest"     },
        {"a.example=sha256/" DIGITS "EA",         "no digest"     },
        {"a.example=sha256/" DIGITS "\xc3\xa9=",  "no digest"     },
    };

    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
        const char *problem = problem_of(tests[i].text);

        CHECK_FOR(tests[i].text, problem && strstr(problem, tests[i].problem));
    }
}

static void test_check(void)
{
    struct tls_pin items[2];
    struct tls_pins pins = {items, 2};
    const char *problem = NULL;
    unsigned char digest[TLS_PIN_DIGEST_SIZE];

    /* SHA-256 of nothing (FIPS 180-4's empty message), and 32 bytes of zero. */
    CHECK(tls_pin_parse("A.Example=sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", &items[0],
                        &problem));
    CHECK(tls_pin_parse("a.example=sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", &items[1],
                        &problem));
    CHECK_STR(items[0].host, "a.example");
    CHECK_INT(items[0].digest[0], 0xe3);
    CHECK_INT(items[0].digest[1], 0xb0);
    CHECK_INT(items[0].digest[31], 0x55);

    memcpy(digest, items[0].digest, sizeof digest);
    CHECK_INT(tls_pins_check(&pins, "a.example", digest), TLS_PIN_MATCHES);
    CHECK_INT(tls_pins_check(&pins, "b.example", digest), TLS_PIN_NONE);
    CHECK_INT(tls_pins_check(&pins, "x.a.example", digest), TLS_PIN_NONE);
    for (size_t i = 0; i < sizeof digest * 8; i++) {
        digest[i / 8] ^= (unsigned char)(1 << i % 8);
        CHECK_INT(tls_pins_check(&pins, "a.example", digest), TLS_PIN_DIFFERS);
        digest[i / 8] ^= (unsigned char)(1 << i % 8);
    }
    memset(digest, 0, sizeof digest);
    CHECK_INT(tls_pins_check(&pins, "a.example", digest), TLS_PIN_MATCHES);
    CHECK_INT(tls_pins_count(&pins, "a.example"), 2);
    CHECK_INT(tls_pins_count(&pins, "example"), 0);
    CHECK_INT(tls_pins_check(&(struct tls_pins){0}, "a.example", digest), TLS_PIN_NONE);
    tls_pin_clear(&items[0]);
    tls_pin_clear(&items[1]);
}

int main(void)
{
    test_what_is_refused();
    test_check();
    return TEST_RESULT();
}
