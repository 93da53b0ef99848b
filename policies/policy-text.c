/* Writes values of the policy, and what they may be, as the policy file would.
 * Runs as: every part, root included; owns nothing. */
#include "policy-text.h"

#include <inttypes.h>
#include <string.h>

#include "policy.h"

/* Of each type, the unit to prefer among equals stands first. */
static const struct policy_unit units[] = {
    {POLICY_TYPE_DURATION, "s",   1                },
    {POLICY_TYPE_DURATION, "",    1                },
    {POLICY_TYPE_DURATION, "min", 60               },
    {POLICY_TYPE_DURATION, "h",   3600             },
    {POLICY_TYPE_SIZE,     "",    1                },
    {POLICY_TYPE_SIZE,     "K",   UINT64_C(1) << 10},
    {POLICY_TYPE_SIZE,     "M",   UINT64_C(1) << 20},
    {POLICY_TYPE_SIZE,     "G",   UINT64_C(1) << 30},
    {POLICY_TYPE_COUNT,    "",    1                },
};

enum { UNIT_COUNT = sizeof units / sizeof units[0] };

static const char *const types[POLICY_TYPE_END] = {
    [POLICY_TYPE_STRING] = "a text on one line",
    [POLICY_TYPE_URL] = "an https address, as a browser shows it",
    [POLICY_TYPE_URL_RULES] = "a list of HOST[:PORT][/PATH][?NAME=VALUE]",
    [POLICY_TYPE_TLS_PINS] = "a list of HOST=sha256/BASE64",
    [POLICY_TYPE_NAMES] = "a list of names",
    [POLICY_TYPE_ENUM] = "one word",
    [POLICY_TYPE_DURATION] = "a duration, as 180, 180s, 3min or 1h",
    [POLICY_TYPE_SIZE] = "a size, as 512M or 1G",
    [POLICY_TYPE_COUNT] = "a number",
};

const char *policy_text_type(enum policy_type type)
{
    return types[type];
}

const struct policy_unit *policy_text_unit(enum policy_type type, const char *name)
{
    for (size_t i = 0; i < UNIT_COUNT; i++)
        if (units[i].type == type && strcmp(units[i].name, name) == 0)
            return &units[i];
    return NULL;
}

/* The largest unit that divides AMOUNT. */
static struct policy_unit best_unit(enum policy_type type, uint64_t amount)
{
    struct policy_unit best = {type, "", 0};

    for (size_t i = 0; i < UNIT_COUNT; i++)
        if (units[i].type == type && units[i].amount > best.amount && amount % units[i].amount == 0)
            best = units[i];
    return best;
}

static void print_amount(enum policy_type type, uint64_t amount, FILE *stream)
{
    struct policy_unit unit = best_unit(type, amount);

    fprintf(stream, "%" PRIu64 "%s", amount / unit.amount, unit.name);
}

static void print_range(const struct policy_key *key, FILE *stream)
{
    switch (key->type) {
    case POLICY_TYPE_STRING:
    case POLICY_TYPE_URL:
        fprintf(stream, "at most %" PRIu64 " bytes", key->max);
        break;
    case POLICY_TYPE_URL_RULES:
    case POLICY_TYPE_TLS_PINS:
    case POLICY_TYPE_NAMES:
        if (key->min)
            fprintf(stream, "at least %" PRIu64, key->min);
        break;
    case POLICY_TYPE_ENUM:
        for (int i = 0; key->words[i]; i++)
            fprintf(stream, "%s%s", i == 0 ? "" : key->words[i + 1] ? ", " : " or ", key->words[i]);
        break;
    case POLICY_TYPE_DURATION:
    case POLICY_TYPE_SIZE:
    case POLICY_TYPE_COUNT:
        print_amount(key->type, key->min, stream);
        fputs(" to ", stream);
        print_amount(key->type, key->max, stream);
        break;
    case POLICY_TYPE_END:
        break;
    }
}

const char *policy_text_range(const struct policy_key *key, char buffer[POLICY_RANGE_MAX])
{
    FILE *stream = fmemopen(buffer, POLICY_RANGE_MAX, "w");

    buffer[0] = '\0';
    if (stream) {
        print_range(key, stream);
        (void)fclose(stream); /* a text that does not fit is cut; a test prints them all */
    }
    return buffer;
}

static void print_value(const struct policy_key *key, const struct policy *policy, FILE *stream)
{
    const void *member = (const char *)policy + key->offset;

    switch (key->type) {
    case POLICY_TYPE_STRING:
    case POLICY_TYPE_URL: {
        const char *text = *(char *const *)member;

        fprintf(stream, "%s%s", text[0] ? " " : "", text);
        break;
    }
    case POLICY_TYPE_URL_RULES: {
        const struct url_rules *rules = member;

        for (size_t i = 0; i < rules->count; i++)
            fprintf(stream, "\n    %s", rules->items[i].text);
        break;
    }
    case POLICY_TYPE_TLS_PINS: {
        const struct tls_pins *pins = member;

        for (size_t i = 0; i < pins->count; i++)
            fprintf(stream, "\n    %s", pins->items[i].text);
        break;
    }
    case POLICY_TYPE_NAMES: {
        const struct policy_names *names = member;

        for (size_t i = 0; i < names->count; i++)
            fprintf(stream, "\n    %s", names->items[i]);
        break;
    }
    case POLICY_TYPE_ENUM:
        fprintf(stream, " %s", key->words[*(const int *)member]);
        break;
    case POLICY_TYPE_DURATION:
    case POLICY_TYPE_COUNT:
        fputc(' ', stream);
        print_amount(key->type, *(const unsigned *)member, stream);
        break;
    case POLICY_TYPE_SIZE:
        fputc(' ', stream);
        print_amount(key->type, *(const uint64_t *)member, stream);
        break;
    case POLICY_TYPE_END:
        break;
    }
}

void policy_text_print_all(const struct policy *policy, FILE *stream)
{
    for (size_t i = 0; i < POLICY_KEY_COUNT; i++) {
        const struct policy_key *key = &policy_keys[i];

        if (i == 0 || strcmp(policy_keys[i - 1].section, key->section) != 0)
            fprintf(stream, "%s[%s]\n", i == 0 ? "" : "\n", key->section);
        fprintf(stream, "%s =", key->name);
        print_value(key, policy, stream);
        fputc('\n', stream);
    }
}
