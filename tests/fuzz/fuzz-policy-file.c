/* Any bytes as a policy file: no crash, an error for all that is not taken, and what is taken is
 * shown as a policy that loads as the same.
 * Runs as: whoever runs the tests. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "policy-check.h"
#include "policy-file.h"
#include "policy-text.h"
#include "policy-value.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void set_defaults(struct policy *policy, struct policy_errors *errors)
{
    for (size_t i = 0; i < POLICY_KEY_COUNT; i++) {
        const char *text = policy_keys[i].default_text;
        struct policy_line line = {(char *)(text ? text : ""), 0};
        struct policy_entry entry = {&policy_keys[i], "default", &line, 1};

        if (policy_value_set(&entry, policy, errors) < 0)
            abort();
    }
}

/* The policy of those bytes as a text, which the caller frees; NULL when it is invalid. */
static char *show(const char *bytes, size_t length)
{
    struct policy policy = {0};
    struct policy_errors errors = {0};
    struct policy_entries entries = {0};
    struct policy_place places[POLICY_KEY_COUNT];
    char *text = NULL;
    size_t size = 0;
    FILE *stream;

    set_defaults(&policy, &errors);
    if (policy_file_parse("fuzz", bytes, length, &entries, &errors) < 0 && errors.count == 0)
        abort();
    for (size_t i = 0; i < POLICY_KEY_COUNT; i++) {
        size_t before = errors.count;

        places[i] = (struct policy_place){"fuzz", 0};
        if (entries.items[i].count > 0 &&
            policy_value_set(&entries.items[i], &policy, &errors) < 0 && errors.count == before)
            abort();
    }
    (void)policy_check(&policy, places, &errors); /* what it finds is in ERRORS */
    for (size_t i = 0; i < errors.count; i++)
        if (!strstr(errors.texts[i], "; ") || strchr(errors.texts[i], '\n'))
            abort(); /* no remedy, or more than one line */
    if (errors.count == 0 && (stream = open_memstream(&text, &size))) {
        policy_text_print_all(&policy, stream);
        fclose(stream);
    }
    for (size_t i = 0; i < POLICY_KEY_COUNT; i++)
        policy_value_clear(&policy_keys[i], &policy);
    policy_entries_clear(&entries);
    policy_errors_clear(&errors);
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    char *text = show((const char *)bytes, length), *again;

    if (!text)
        return 0;
    again = show(text, strlen(text));
    if (!again || strcmp(again, text) != 0)
        abort();
    free(text);
    free(again);
    return 0;
}
