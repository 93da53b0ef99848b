/* Every policy in data/bad is refused, with exactly the errors that its first lines name.
 * Runs as: whoever runs the tests. Argument: the folder. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "policy.h"
#include "test.h"

/* The next "# :LINE: …" of the file, as the error it stands for; NULL after the last. The caller
 * frees it. */
static char *next_expected(FILE *file, const char *path)
{
    static const char mark[] = "# :", order_mark[] = "\xef\xbb\xbf";
    char *line = NULL, *text = NULL, *start;
    size_t size = 0;

    if (getline(&line, &size, file) > 0) {
        line[strcspn(line, "\r\n")] = '\0';
        start =
            strncmp(line, order_mark, strlen(order_mark)) == 0 ? line + strlen(order_mark) : line;
        if (strncmp(start, mark, strlen(mark)) == 0 &&
            asprintf(&text, "%s%s", path, start + strlen("# ")) < 0)
            text = NULL;
    }
    free(line);
    return text;
}

static void check_file(const char *path)
{
    FILE *file = fopen(path, "r");
    struct policy *policy = NULL;
    struct policy_errors errors;
    size_t count = 0;
    char *expected;

    CHECK_INT(policy_load(path, POLICY_TRUST_ANY, &policy, &errors), -EINVAL);
    CHECK_FOR(path, policy == NULL);
    CHECK_FOR(path, file != NULL);
    while (file && (expected = next_expected(file, path))) {
        CHECK_STR(count < errors.count ? errors.texts[count] : "no more errors", expected);
        count++;
        free(expected);
    }
    CHECK_FOR(path, count > 0);
    for (; count < errors.count; count++)
        CHECK_STR(errors.texts[count], "no more errors");
    policy_errors_clear(&errors);
    if (file)
        fclose(file);
}

static int is_policy(const struct dirent *entry)
{
    const char *end = strrchr(entry->d_name, '.');

    return end && strcmp(end, ".conf") == 0;
}

int main(int argc, char **argv)
{
    struct dirent **entries = NULL;
    int count = argc == 2 ? scandir(argv[1], &entries, is_policy, alphasort) : -1;

    CHECK(count > 20);
    for (int i = 0; i < count; i++) {
        char *path = NULL;

        if (asprintf(&path, "%s/%s", argv[1], entries[i]->d_name) > 0)
            check_file(path);
        free(path);
        free(entries[i]);
    }
    free(entries);
    printf("%d policies, all refused\n", count);
    return TEST_RESULT();
}
