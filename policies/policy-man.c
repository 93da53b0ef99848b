/* Puts the schema's keys into a man page's template, at build time; not installed.
 * Runs as: whoever builds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy-text.h"

/* TEXT as mdoc wants it: each sentence on a line of its own. */
static void print_sentences(const char *text)
{
    for (const char *end = strstr(text, ". "); end; end = strstr(text, ". ")) {
        printf("%.*s\n", (int)(end + 1 - text), text);
        text = end + 2;
    }
    puts(text);
}

static void print_key(const struct policy_key *key)
{
    char range[POLICY_RANGE_MAX];

    printf(".It Cm %s\n", key->name);
    print_sentences(key->help);
    policy_text_range(key, range);
    printf(".br\nType: %s%s%s.\n.br\n", policy_text_type(key->type), range[0] ? "; " : "", range);
    if (!key->default_text)
        puts("Required.");
    else if (key->default_text[0])
        printf("Default: %s.\n", key->default_text);
    else
        puts("Default: empty.");
}

static void print_keys(void)
{
    for (size_t i = 0; i < POLICY_KEY_COUNT; i++) {
        const char *section = policy_keys[i].section;

        if (i == 0 || strcmp(policy_keys[i - 1].section, section) != 0)
            printf("%s.Ss Section [%s]\n.Bl -tag -width Ds\n", i == 0 ? "" : ".El\n", section);
        print_key(&policy_keys[i]);
    }
    puts(".El");
}

int main(int argc, char **argv)
{
    char line[512];
    FILE *template = argc == 2 ? fopen(argv[1], "r") : NULL;

    if (!template) {
        fputs("Usage: policy-man TEMPLATE > PAGE\n", stderr);
        return EXIT_FAILURE;
    }
    while (fgets(line, sizeof line, template)) {
        if (strcmp(line, "@KEYS@\n") == 0)
            print_keys();
        else
            fputs(line, stdout);
    }
    fclose(template);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
