/* kioskctl: the administrator's way to look at a kiosk.
 * Runs as: whoever calls it; status, end, enable and disable are for root. */
#include "kioskctl.h"

#include <stdio.h>
#include <string.h>

#include "config.h"

static const struct command {
    const char *group, *name, *argument, *help;
    enum kioskctl_exit (*run)(const char *argument);
} commands[] = {
    {"policy", "check",   "FILE",          "say what is wrong with a policy",        kioskctl_policy_check},
    {"policy", "show",    "FILE",          "print the policy with all its defaults", kioskctl_policy_show },
    {"policy", "explain", "[SECTION.]KEY", "say what the keys of a policy mean",
     kioskctl_policy_explain                                                                              },
};

enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static const struct single_word {
    const char *name;
    enum kioskctl_exit (*run)(void);
} single_words[] = {
    {"status",  kioskctl_status },
    {"enable",  kioskctl_enable },
    {"disable", kioskctl_disable},
};

static void print_usage(FILE *stream)
{
    fputs("Usage: kioskctl COMMAND\n\n", stream);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(stream, "  %s %-7s [%s]%*s%s\n", commands[i].group, commands[i].name,
                commands[i].argument, (int)(15 - strlen(commands[i].argument)), "",
                commands[i].help);
    fprintf(stream,
            "  url-check [--policy FILE] URL...\n"
            "                                  say which addresses the kiosk would open\n"
            "  explain-page URL|FILE           say what the kiosk would do on a login page\n"
            "  status                          say what the kiosk is doing\n"
            "  end [--reason=NAME]             end the session: admin, suspend or shutdown\n"
            "  enable                          make this machine start as a kiosk\n"
            "  disable                         make it start as before\n"
            "\nFILE is a draft; without it, the policy of this machine is read:\n"
            "  %s\n\n"
            "  --help      print this\n"
            "  --version   print the version\n",
            KIOSK_POLICY_PATH);
}

static enum kioskctl_exit usage_error(void)
{
    print_usage(stderr);
    return KIOSKCTL_USAGE;
}

/* [--policy FILE] URL...: what follows the command's name. */
static enum kioskctl_exit url_check(char **words)
{
    const char *file = NULL;
    struct policy *policy;
    enum kioskctl_exit status;

    if (words[0] && strcmp(words[0], "--policy") == 0 && words[1]) {
        file = words[1];
        words += 2;
    }
    if (!words[0])
        return usage_error();
    for (char **word = words; *word; word++)
        if (**word == '-')
            return usage_error();
    policy = kioskctl_policy_load(file);
    if (!policy)
        return KIOSKCTL_FAILED;
    status = kioskctl_url_check(policy, words);
    policy_free(policy);
    return status;
}

/* [--reason=NAME]: what follows the command's name. */
static enum kioskctl_exit end(char **words)
{
    static const char option[] = "--reason=";
    const char *reason = "admin";

    if (words[0] && strncmp(words[0], option, sizeof option - 1) == 0)
        reason = *words++ + sizeof option - 1;
    return words[0] ? usage_error() : kioskctl_end(reason);
}

static enum kioskctl_exit run(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        print_usage(stdout);
        return KIOSKCTL_OK;
    }
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        puts("kioskctl " KIOSK_VERSION);
        return KIOSKCTL_OK;
    }
    if (argc >= 2 && strcmp(argv[1], "url-check") == 0)
        return url_check(argv + 2);
    if (argc == 3 && strcmp(argv[1], "explain-page") == 0 && argv[2][0] != '-')
        return kioskctl_explain_page(argv[2]);
    if (argc >= 2 && strcmp(argv[1], "end") == 0)
        return end(argv + 2);
    for (size_t i = 0; argc == 2 && i < sizeof single_words / sizeof single_words[0]; i++)
        if (strcmp(single_words[i].name, argv[1]) == 0)
            return single_words[i].run();
    if (argc < 3 || argc > 4 || (argc == 4 && argv[3][0] == '-'))
        return usage_error();
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].group, argv[1]) == 0 && strcmp(commands[i].name, argv[2]) == 0)
            return commands[i].run(argc == 4 ? argv[3] : NULL);
    return usage_error();
}

int main(int argc, char **argv)
{
    enum kioskctl_exit status = run(argc, argv);

    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("kioskctl: standard output");
        return KIOSKCTL_FAILED;
    }
    return (int)status;
}
