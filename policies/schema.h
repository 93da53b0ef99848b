/* The policy's schema: every key with its type, default, range and meaning.
 * Runs as: every part; owns nothing. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum policy_type {
    POLICY_TYPE_STRING,
    POLICY_TYPE_URL,
    POLICY_TYPE_URL_RULES,
    POLICY_TYPE_TLS_PINS,
    POLICY_TYPE_NAMES,
    POLICY_TYPE_ENUM,
    POLICY_TYPE_DURATION,
    POLICY_TYPE_SIZE,
    POLICY_TYPE_COUNT, /* a plain number of things */
    POLICY_TYPE_END
};

struct policy_key {
    const char *section;
    const char *name;
    enum policy_type type;
    const char *default_text; /* as a file would write it; NULL: the key is required */
    uint64_t min, max;        /* seconds, bytes or number; of a string: its length in bytes */
    const char *const *words; /* POLICY_TYPE_ENUM: the words in the enum's order, NULL at the end */
    size_t offset;            /* of the member of struct policy */
    const char *help;         /* whole sentences, for the man page and kioskctl */
};

enum { POLICY_KEY_COUNT = 47 };

extern const struct policy_key policy_keys[POLICY_KEY_COUNT];

/* The key of that section and name; NULL when there is none. */
const struct policy_key *schema_find(const char *section, const char *name);

/* True when at least one key stands in SECTION. */
bool schema_has_section(const char *section);

/* The key that fills the member of struct policy at OFFSET, which must be one's offset. */
const struct policy_key *schema_at(size_t offset);

/* What the author of an unknown key or section most likely meant; NULL when nothing is near. */
const struct policy_key *schema_nearest_key(const char *section, const char *name);
const char *schema_nearest_section(const char *section);
