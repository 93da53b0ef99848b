/* kioskctl url-check: which addresses the kiosk would open, and by which rule.
 * Runs as: whoever calls it; needs no privilege. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "config.h"
#include "kioskctl.h"
#include "policy.h"

#define PARSER KIOSK_LIBEXEC_DIR "/kiosk-url"

enum { ANSWER_MAX = 8 << 20 };

/* A command line for the parser; the caller frees it, and URLS stays whose it is. */
static char **parser_words(char **urls)
{
    static char name[] = PARSER;
    size_t count = 0;
    char **words;

    while (urls[count])
        count++;
    words = calloc(count + 2, sizeof *words);
    if (!words)
        return NULL;
    words[0] = name;
    memcpy(words + 1, urls, count * sizeof *words);
    return words;
}

/* All that FD gives, up to ANSWER_MAX bytes, and its length; NULL when it cannot be had. */
static char *read_answer(int fd, size_t *ret_length)
{
    char *answer = malloc(ANSWER_MAX);
    size_t length = 0;
    ssize_t got = 0;

    if (!answer)
        return NULL;
    do {
        got = read(fd, answer + length, ANSWER_MAX - length);
        if (got > 0)
            length += (size_t)got;
    } while (got > 0 || (got < 0 && errno == EINTR));
    if (got < 0 || length == ANSWER_MAX) {
        free(answer);
        return NULL;
    }
    *ret_length = length;
    return answer;
}

/* URLS as WebKit writes them, one after the other, each ended by a NUL; the caller frees it. */
static char *ask_parser(char **urls, size_t *ret_length)
{
    char **words = parser_words(urls), *answer = NULL;
    int ends[2], status = -1;
    pid_t child;

    if (!words || pipe2(ends, O_CLOEXEC) < 0)
        goto out;
    child = fork();
    if (child == 0 && dup2(ends[1], STDOUT_FILENO) >= 0)
        kioskctl_become(words);
    if (child == 0)
        _exit(EXIT_FAILURE);
    close(ends[1]);
    answer = child > 0 ? read_answer(ends[0], ret_length) : NULL;
    close(ends[0]);
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    if (status != 0) {
        free(answer);
        answer = NULL;
    }
out:
    free(words);
    return answer;
}

/* An address may hold anything, and is shown on a terminal: what is not plain is escaped. */
static void print_plain(const char *text)
{
    for (const unsigned char *byte = (const unsigned char *)text; *byte; byte++) {
        if (*byte <= 0x20 || *byte >= 0x7f)
            printf("\\x%02x", *byte);
        else
            putchar(*byte);
    }
}

/* Prints the verdict on RAW, which WebKit writes as WRITTEN. True: it is allowed. */
static bool judge(const struct policy *policy, const char *raw, const char *written)
{
    const struct url_rule *rule = NULL;
    enum url_verdict verdict = url_rules_check_navigation(&policy->site_allow, written);

    if (verdict == URL_ALLOWED)
        (void)url_rules_check(&policy->site_allow, written, &rule);
    fputs(verdict == URL_ALLOWED ? "allowed\t" : "blocked\t", stdout);
    print_plain(raw);
    putchar('\t');
    if (verdict != URL_ALLOWED &&
        url_rules_check(&policy->site_assets, written, NULL) == URL_ALLOWED)
        fputs("may only be loaded as a part of a page", stdout);
    else if (verdict != URL_ALLOWED)
        fputs(url_verdict_text(verdict), stdout);
    else
        fputs(rule ? rule->text : "a page of the browser's own memory", stdout);
    if (strcmp(raw, written) != 0) {
        fputs("; read as ", stdout);
        print_plain(written);
    }
    putchar('\n');
    return verdict == URL_ALLOWED;
}

enum kioskctl_exit kioskctl_url_check(const struct policy *policy, char **urls)
{
    size_t length = 0, at = 0;
    char *answer = ask_parser(urls, &length);
    enum kioskctl_exit status = KIOSKCTL_OK;

    if (!answer) {
        fputs("kioskctl: the addresses could not be read\n", stderr);
        return KIOSKCTL_FAILED;
    }
    for (; *urls; urls++) {
        const char *written = answer + at;
        const char *end = memchr(written, '\0', length - at);

        if (!end) {
            fputs("kioskctl: the addresses were not read to their end\n", stderr);
            status = KIOSKCTL_FAILED;
            break;
        }
        at += (size_t)(end - written) + 1;
        if (!judge(policy, *urls, written))
            status = KIOSKCTL_FAILED;
    }
    free(answer);
    return status;
}
