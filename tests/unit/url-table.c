/* Prints the rules and addresses of policies-urls.h, for tests that are no C program: each rule, an
 * empty text, then each verdict ("allowed" or "other") and its address; all of them ended by a NUL.
 * Runs as: whoever runs the tests. */
#include <stdio.h>

#include "policies-urls.h"

static void put(const char *text)
{
    fputs(text, stdout);
    putchar('\0');
}

int main(void)
{
    for (size_t i = 0; i < URL_TEST_RULE_COUNT; i++)
        put(url_test_rules[i]);
    put("");
    for (size_t i = 0; i < URL_TEST_COUNT; i++) {
        put(url_tests[i].verdict == URL_ALLOWED ? "allowed" : "other");
        put(url_tests[i].url);
    }
    return fflush(stdout) != 0;
}
