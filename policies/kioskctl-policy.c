/* kioskctl policy check, show and explain.
 * Runs as: whoever calls it; needs no privilege. */
#include <stdio.h>
#include <string.h>

#include "config.h"
#include "kioskctl.h"
#include "policy-text.h"
#include "policy.h"

enum { WIDTH = 78 };

/* A draft may lie anywhere; the machine's own policy is judged as PAM will judge it. */
struct policy *kioskctl_policy_load(const char *file)
{
    struct policy *policy = NULL;
    struct policy_errors errors;
    int status = policy_load(file ? file : KIOSK_POLICY_PATH,
                             file ? POLICY_TRUST_ANY : POLICY_TRUST_ROOT, &policy, &errors);

    for (size_t i = 0; i < errors.count; i++)
        fprintf(stderr, "%s\n", errors.texts[i]);
    if (status < 0 && errors.count == 0)
        fprintf(stderr, "kioskctl: %s\n", strerrordesc_np(-status));
    policy_errors_clear(&errors);
    return status < 0 ? NULL : policy;
}

enum kioskctl_exit kioskctl_policy_check(const char *file)
{
    struct policy *policy = kioskctl_policy_load(file);

    if (!policy)
        return KIOSKCTL_FAILED;
    policy_free(policy);
    printf("%s: valid\n", file ? file : KIOSK_POLICY_PATH);
    return KIOSKCTL_OK;
}

enum kioskctl_exit kioskctl_policy_show(const char *file)
{
    struct policy *policy = kioskctl_policy_load(file);

    if (!policy)
        return KIOSKCTL_FAILED;
    policy_text_print_all(policy, stdout);
    policy_free(policy);
    return KIOSKCTL_OK;
}

/* TEXT between an indent and WIDTH, broken at spaces. */
static void print_wrapped(const char *text)
{
    size_t column = 0;

    while (*text) {
        size_t length = strcspn(text, " ");

        if (column + 1 + length > WIDTH || column == 0) {
            printf("%s   ", column ? "\n" : "");
            column = 3;
        }
        printf(" %.*s", (int)length, text);
        column += 1 + length;
        text += length;
        text += strspn(text, " ");
    }
    putchar('\n');
}

static void explain(const struct policy_key *key)
{
    char range[POLICY_RANGE_MAX];

    policy_text_range(key, range);
    printf("%s.%s\n", key->section, key->name);
    print_wrapped(key->help);
    printf("    Type: %s%s%s\n", policy_text_type(key->type), range[0] ? ": " : "", range);
    if (!key->default_text)
        puts("    Required");
    else
        printf("    Default: %s\n", key->default_text[0] ? key->default_text : "empty");
}

/* NAME is a section, a key, or both with a dot between. */
static bool is_meant(const struct policy_key *key, const char *name)
{
    size_t section = strlen(key->section);

    if (!name || strcmp(name, key->section) == 0 || strcmp(name, key->name) == 0)
        return true;
    return strncmp(name, key->section, section) == 0 && name[section] == '.' &&
           strcmp(name + section + 1, key->name) == 0;
}

enum kioskctl_exit kioskctl_policy_explain(const char *name)
{
    const struct policy_key *near;
    const char *dot;
    int found = 0;

    for (size_t i = 0; i < POLICY_KEY_COUNT; i++) {
        if (!is_meant(&policy_keys[i], name))
            continue;
        if (found++)
            putchar('\n');
        explain(&policy_keys[i]);
    }
    if (found)
        return KIOSKCTL_OK;
    dot = strchr(name, '.');
    near = schema_nearest_key("", dot ? dot + 1 : name);
    fprintf(stderr, "kioskctl: %s: there is no such key; ", name);
    if (near)
        fprintf(stderr, "try %s.%s\n", near->section, near->name);
    else
        fputs("kioskctl policy explain names them all\n", stderr);
    return KIOSKCTL_FAILED;
}
