/* Turns the texts of a key into the typed member of struct policy.
 * Runs as: every part, root included; owns nothing but what the policy then owns. */
#include "policy-value.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "policy-text.h"
#include "url-parts.h"

/* What a value is read with: the key, where errors go, the new member. */
struct target {
    const struct policy_key *key;
    struct policy_place place;
    void *member;
    struct policy_errors *errors;
};

#define REFUSE(target, ...)                                                                        \
    (policy_errors_add_key((target)->errors, (target)->place, (target)->key, __VA_ARGS__)          \
         ? -EINVAL                                                                                 \
         : -ENOMEM)

static const char *amount_form(enum policy_type type)
{
    if (type == POLICY_TYPE_DURATION)
        return "is no duration; write a number of seconds, or one with s, min or h, as 90s";
    if (type == POLICY_TYPE_SIZE)
        return "is no size; write a number with K, M or G, as 512M";
    return "is no number; write digits alone";
}

static int read_amount(const struct target *target, const char *text, uint64_t *ret_amount)
{
    enum { DIGITS_MAX = 10 }; /* times the largest unit: fits 64 bits */
    enum policy_type type = target->key->type;
    size_t digits = strspn(text, "0123456789");
    const struct policy_unit *unit = policy_text_unit(type, text + digits);
    char range[POLICY_RANGE_MAX];
    uint64_t amount;

    if (digits == 0 || (digits > 1 && text[0] == '0') || !unit)
        return REFUSE(target, "\"%s\" %s", text, amount_form(type));
    amount = digits > DIGITS_MAX ? UINT64_MAX : strtoull(text, NULL, 10) * unit->amount;
    if (amount < target->key->min || amount > target->key->max)
        return REFUSE(target, "\"%s\" is out of range; write %s", text,
                      policy_text_range(target->key, range));
    *ret_amount = amount;
    return 0;
}

static int set_unsigned(const struct target *target, const char *text)
{
    uint64_t amount;
    int status = read_amount(target, text, &amount);

    if (status == 0)
        *(unsigned *)target->member = (unsigned)amount; /* the schema's ranges fit */
    return status;
}

static int set_size(const struct target *target, const char *text)
{
    return read_amount(target, text, target->member);
}

static int set_enum(const struct target *target, const char *text)
{
    const char *const *words = target->key->words;
    char range[POLICY_RANGE_MAX];

    for (int i = 0; words[i]; i++) {
        if (strcmp(words[i], text) == 0) {
            *(int *)target->member = i;
            return 0;
        }
    }
    return REFUSE(target, "\"%s\" is not known; write %s", text,
                  policy_text_range(target->key, range));
}

static int set_string(const struct target *target, const char *text)
{
    char *copy;

    if (strlen(text) > target->key->max)
        return REFUSE(target, "is longer than %" PRIu64 " bytes; write a shorter text",
                      target->key->max);
    copy = strdup(text);
    if (!copy)
        return -ENOMEM;
    *(char **)target->member = copy;
    return 0;
}

static const char *url_remedy(enum url_verdict verdict)
{
    switch (verdict) {
    case URL_SCHEME_REFUSED:
        return "is no https address; write one that begins with https://";
    case URL_USERINFO_REFUSED:
        return "has a user name before its host; write the host alone";
    case URL_HOST_REFUSED:
        return "has no usable host; write a host's name, without a dot at its end";
    case URL_ALLOWED:
    case URL_MALFORMED:
    case URL_PORT_REFUSED:
    case URL_PATH_REFUSED:
    case URL_VERDICT_COUNT:
        break;
    }
    return "is not in a browser's own form; write https://host/path in ASCII, the host in small "
           "letters, no port 443 and no '..'";
}

static int set_url(const struct target *target, const char *text)
{
    struct url_parts parts;
    enum url_verdict verdict = url_parts_read(text, &parts);

    if (text[0] && verdict != URL_ALLOWED)
        return REFUSE(target, "\"%s\" %s", text, url_remedy(verdict));
    return set_string(target, text);
}

static int append_rule(const struct target *target, const char *text)
{
    struct url_rules *rules = target->member;
    struct url_rule rule, *items;
    const char *problem;

    if (!url_rule_parse(text, &rule, &problem))
        return REFUSE(target, "\"%s\" %s", text, problem);
    for (size_t i = 0; i < rules->count; i++) {
        if (strcmp(rules->items[i].text, rule.text) == 0) {
            url_rule_clear(&rule);
            return REFUSE(target, "\"%s\" stands in the list twice; write it once", text);
        }
    }
    items = reallocarray(rules->items, rules->count + 1, sizeof *items);
    if (!items) {
        url_rule_clear(&rule);
        return -ENOMEM;
    }
    rules->items = items;
    items[rules->count++] = rule;
    return 0;
}

static int append_pin(const struct target *target, const char *text)
{
    struct tls_pins *pins = target->member;
    struct tls_pin pin, *items;
    const char *problem;

    if (!tls_pin_parse(text, &pin, &problem))
        return REFUSE(target, "\"%s\" %s", text, problem);
    if (tls_pins_check(pins, pin.host, pin.digest) == TLS_PIN_MATCHES) {
        tls_pin_clear(&pin);
        return REFUSE(target, "\"%s\" stands in the list twice; write it once", text);
    }
    items = reallocarray(pins->items, pins->count + 1, sizeof *items);
    if (!items) {
        tls_pin_clear(&pin);
        return -ENOMEM;
    }
    pins->items = items;
    items[pins->count++] = pin;
    return 0;
}

static int append_name(const struct target *target, const char *text)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    struct policy_names *names = target->member;
    char **items;

    if (text[0] == '-' || text[0] == '.' || strspn(text, letters) != strlen(text))
        return REFUSE(target,
                      "\"%s\" is no name; write letters, digits, '_', '-' and '.', and separate "
                      "names by spaces",
                      text);
    if (policy_names_contain(names, text))
        return REFUSE(target, "\"%s\" stands in the list twice; write it once", text);
    items = reallocarray(names->items, names->count + 1, sizeof *items);
    if (!items)
        return -ENOMEM;
    names->items = items;
    items[names->count] = strdup(text);
    if (!items[names->count])
        return -ENOMEM;
    names->count++;
    return 0;
}

/* How each type is read: SET takes a whole value, APPEND one item of a list. */
static const struct {
    int (*set)(const struct target *target, const char *text);
    int (*append)(const struct target *target, const char *text);
    size_t size;
} types[POLICY_TYPE_END] = {
    [POLICY_TYPE_STRING] = {set_string,   NULL,        sizeof(char *)             },
    [POLICY_TYPE_URL] = {set_url,      NULL,        sizeof(char *)             },
    [POLICY_TYPE_URL_RULES] = {NULL,         append_rule, sizeof(struct url_rules)   },
    [POLICY_TYPE_TLS_PINS] = {NULL,         append_pin,  sizeof(struct tls_pins)    },
    [POLICY_TYPE_NAMES] = {NULL,         append_name, sizeof(struct policy_names)},
    [POLICY_TYPE_ENUM] = {set_enum,     NULL,        sizeof(int)                },
    [POLICY_TYPE_DURATION] = {set_unsigned, NULL,        sizeof(unsigned)           },
    [POLICY_TYPE_SIZE] = {set_size,     NULL,        sizeof(uint64_t)           },
    [POLICY_TYPE_COUNT] = {set_unsigned, NULL,        sizeof(unsigned)           },
};

/* The first status that is not 0 wins, except that memory that is out ends everything. */
static int worse(int status, int next)
{
    return next == -ENOMEM || status == 0 ? next : status;
}

static int append_item(struct target *target, const char *item)
{
    if (strlen(item) > POLICY_ITEM_MAX)
        return REFUSE(target, "\"%.20s…\" is longer than %d bytes; write a shorter one", item,
                      POLICY_ITEM_MAX);
    return types[target->key->type].append(target, item);
}

static int set_list(struct target *target, const struct policy_entry *entry)
{
    int status = 0;

    for (size_t i = 0; i < entry->count && status != -ENOMEM; i++) {
        char item[POLICY_LINE_MAX + 1];
        const char *rest = entry->lines[i].text + strspn(entry->lines[i].text, " \t");

        target->place.line = entry->lines[i].number;
        while (*rest && status != -ENOMEM) {
            size_t length = strcspn(rest, " \t");

            memcpy(item, rest, length); /* a line, or a default of the schema: it fits */
            item[length] = '\0';
            status = worse(status, append_item(target, item));
            rest += length;
            rest += strspn(rest, " \t");
        }
    }
    return status;
}

int policy_value_set(const struct policy_entry *entry, struct policy *policy,
                     struct policy_errors *errors)
{
    const struct policy_key *key = entry->key;
    struct policy fresh = {0};
    struct target target = {
        key, {entry->file, entry->lines[0].number},
         (char *)&fresh + key->offset, errors
    };
    int status;

    if (types[key->type].append) {
        status = set_list(&target, entry);
    } else if (entry->count > 1) {
        target.place.line = entry->lines[1].number;
        status = REFUSE(&target, "goes on on an indented line; write its value on one line, and "
                                 "the next key at the line's beginning");
    } else {
        status = types[key->type].set(&target, entry->lines[0].text);
    }
    if (status < 0) {
        policy_value_clear(key, &fresh);
        return status;
    }
    policy_value_clear(key, policy);
    memcpy((char *)policy + key->offset, target.member, types[key->type].size);
    return 0;
}

bool policy_value_is_empty(const struct policy_key *key, const struct policy *policy)
{
    const void *member = (const char *)policy + key->offset;

    switch (key->type) {
    case POLICY_TYPE_STRING:
    case POLICY_TYPE_URL:
        return **(char *const *)member == '\0';
    case POLICY_TYPE_URL_RULES:
        return ((const struct url_rules *)member)->count == 0;
    case POLICY_TYPE_TLS_PINS:
        return ((const struct tls_pins *)member)->count == 0;
    case POLICY_TYPE_NAMES:
        return ((const struct policy_names *)member)->count == 0;
    case POLICY_TYPE_ENUM:
    case POLICY_TYPE_DURATION:
    case POLICY_TYPE_SIZE:
    case POLICY_TYPE_COUNT:
    case POLICY_TYPE_END:
        break;
    }
    return false;
}

void policy_value_clear(const struct policy_key *key, struct policy *policy)
{
    void *member = (char *)policy + key->offset;

    if (key->type == POLICY_TYPE_STRING || key->type == POLICY_TYPE_URL) {
        free(*(char **)member);
    } else if (key->type == POLICY_TYPE_URL_RULES) {
        url_rules_clear(member);
    } else if (key->type == POLICY_TYPE_TLS_PINS) {
        tls_pins_clear(member);
    } else if (key->type == POLICY_TYPE_NAMES) {
        struct policy_names *names = member;

        for (size_t i = 0; i < names->count; i++)
            free(names->items[i]);
        free(names->items);
    }
    memset(member, 0, types[key->type].size);
}
