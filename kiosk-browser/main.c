/* Entry of kiosk-browser: options, environment, policy, then the shell itself.
 * Runs as: the kiosk user, never root. */
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <glib.h>

#include "browser.h"
#include "config.h"
#include "environment.h"
#include "graphics.h"
#include "log.h"
#include "options.h"

static struct policy *load_policy(const char *path)
{
    struct policy *policy = NULL;
    struct policy_errors errors = {0};
    if (policy_load(path, POLICY_TRUST_ROOT, &policy, &errors) < 0)
        for (size_t i = 0; i < errors.count; i++)
            browser_log("policy refused: %s", errors.texts[i]);
    policy_errors_clear(&errors);
    return policy;
}

static void set_language(enum policy_language language)
{
    g_setenv("LANGUAGE", language == POLICY_LANGUAGE_EN ? "en" : "fr", TRUE);
    setlocale(LC_ALL, "");
    bindtextdomain(GETTEXT_PACKAGE, KIOSK_LOCALE_DIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    textdomain(GETTEXT_PACKAGE);
}

int main(int argc, char **argv)
{
    struct browser_options options;
    browser_log_open();
    if (!browser_options_parse(argc, argv, &options))
        return EXIT_FAILURE;
    if (geteuid() == 0 || getuid() == 0) {
        browser_log("refuses to run as root");
        return EXIT_FAILURE;
    }
    browser_environment_harden();
    browser_graphics_prepare();
    struct policy *policy = load_policy(options.policy_path);
    if (!policy)
        return EXIT_FAILURE;
    set_language(policy->session_language);
    int status = browser_run(policy, options.channel_fd);
    policy_free(policy);
    return status;
}
