/* Any words as the module's arguments, one a line: no crash, and what is taken has an absolute path
 * for a policy, a name, and no word but those of the manual.
 * Runs as: whoever runs the tests. */
#include <security/pam_appl.h>
#include <security/pam_ext.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk-args.h"

enum { WORDS_MAX = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* In the place of libpam's: the log of this machine is no place for a million wrong words. */
void pam_syslog(const pam_handle_t *pamh, int priority, const char *format, ...)
{
}

static bool is_known(const char *word)
{
    return strncmp(word, "policy=/", 8) == 0 ||
           (strncmp(word, "user=", 5) == 0 && word[5] != '\0') || strcmp(word, "debug") == 0 ||
           strcmp(word, "caller-policy") == 0;
}

static pam_handle_t *handle(void)
{
    static const struct pam_conv conversation;
    pam_handle_t *pamh = NULL;

    if (pam_start("fuzz", "kiosk", &conversation, &pamh) != PAM_SUCCESS)
        exit(1);
    return pamh;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static pam_handle_t *pamh;
    struct kiosk_args args;
    const char *words[WORDS_MAX];
    char *text = malloc(length + 1);
    char *rest = text;
    int count = 0;
    bool all_known = true;

    if (pamh == NULL)
        pamh = handle();
    if (text == NULL)
        return 0;
    memcpy(text, bytes, length);
    text[length] = '\0';
    while (count < WORDS_MAX && (words[count] = strsep(&rest, "\n")) != NULL)
        all_known = is_known(words[count++]) && all_known;
    if ((kiosk_args_read(pamh, count, words, &args) == PAM_SUCCESS) != all_known)
        abort();
    if (all_known && (args.policy[0] != '/' || args.user[0] == '\0'))
        abort();
    free(text);
    return 0;
}
