/* kiosk-session: one session on one X display, from the first page to the end of the browser.
 * Runs as: the kiosk user, started by kiosk-launch. */
#include <fcntl.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

#include "config.h"
#include "hardening.h"
#include "log.h"
#include "session.h"

static int report(const struct end_claim *claim)
{
    char line[END_CLAIM_MAX];
    size_t length = end_claim_encode(claim, line);

    session_log("end, reason %s", end_reason_name(claim->reason));
    if (write(SESSION_END_FD, line, length) != (ssize_t)length)
        session_log("cannot report the reason: %m");
    return end_reason_exit_status(claim->reason);
}

static void set_language(const struct policy *policy)
{
    g_setenv("LANGUAGE", policy->session_language == POLICY_LANGUAGE_FR ? "fr" : "en", TRUE);
    setlocale(LC_ALL, "");
    bindtextdomain(GETTEXT_PACKAGE, KIOSK_LOCALE_DIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    textdomain(GETTEXT_PACKAGE);
}

int main(int argc, char **argv)
{
    const char *path = g_getenv("KIOSK_POLICY");
    struct policy_errors errors = {0};
    struct policy *policy = NULL;
    struct end_claim claim = {.reason = END_REASON_POLICY_ERROR};

    if (argc > 1) {
        fprintf(stderr, "kiosk-session %s: takes no arguments; kiosk-launch starts it\n",
                KIOSK_VERSION);
        return 2;
    }
    if (!session_harden())
        return 1;
    if (policy_load(path ? path : KIOSK_POLICY_PATH, POLICY_TRUST_ROOT, &policy, &errors) < 0) {
        for (size_t i = 0; i < errors.count; i++)
            session_log("%s", errors.texts[i]);
        policy_errors_clear(&errors);
        return report(&claim);
    }
    policy_errors_clear(&errors);

    set_language(policy);
    claim = session_run(policy, path ? path : KIOSK_POLICY_PATH);
    policy_free(policy);
    return report(&claim);
}
