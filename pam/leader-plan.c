/* What the session of a PAM handle is to be: its account, environment and times.
 * Runs as: root, in a session leader. */
#include "leader-plan.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>

#include "policy.h"

/* A session that was asked to end gets what the policy gives the browser, and this besides. */
enum { END_MARGIN_MS = 5000, END_WAIT_WITHOUT_POLICY_MS = 10000 };

/* The environment is built from nothing: what pam_kiosk.so set, by name, and what follows here. */
static const char *const from_pam[] = {
    "HOME", "XDG_RUNTIME_DIR", "LANG", "KIOSK_POLICY", "KIOSK_PREVIOUS_WIPE",
};

static int add_variable(struct leader_plan *plan, const char *name, const char *value)
{
    struct session_plan *session = &plan->session;
    size_t count = 0;
    int length;

    while (session->environment[count] != NULL)
        count++;
    if (count == SESSION_ENVIRONMENT_MAX)
        return -E2BIG;
    length = snprintf(plan->variables[count], LEADER_VARIABLE_MAX, "%s=%s", name, value);
    if (length < 0 || length >= LEADER_VARIABLE_MAX)
        return -E2BIG;
    session->environment[count] = plan->variables[count];
    return 0;
}

static int make_environment(pam_handle_t *pamh, const struct passwd *pw, struct leader_plan *plan)
{
    char display[16];
    const char *const ours[][2] = {
        {"USER",        pw->pw_name              },
        {"LOGNAME",     pw->pw_name              },
        {"SHELL",       "/usr/sbin/nologin"      },
        {"PATH",        "/usr/bin:/bin"          },
        {"XAUTHORITY",  plan->authority          },
        {"DISPLAY",     display                  },
        {"KIOSK_PROXY", SESSION_NETWORK_PROXY_URI},
    };
    int result = 0;

    (void)snprintf(display, sizeof display, ":%d", plan->session.display);
    for (size_t i = 0; result == 0 && i < sizeof from_pam / sizeof from_pam[0]; i++) {
        const char *value = pam_getenv(pamh, from_pam[i]);

        if (value != NULL)
            result = add_variable(plan, from_pam[i], value);
    }
    for (size_t i = 0; result == 0 && i < sizeof ours / sizeof ours[0]; i++)
        result = add_variable(plan, ours[i][0], ours[i][1]);
    return result;
}

static int make_identity(const struct passwd *pw, struct identity *identity)
{
    identity->uid = pw->pw_uid;
    identity->gid = pw->pw_gid;
    identity->group_count = PRIVILEGES_GROUPS_MAX;
    if (getgrouplist(pw->pw_name, pw->pw_gid, identity->groups, &identity->group_count) < 0)
        return -E2BIG;
    return 0;
}

static unsigned end_wait_ms(const char *policy_path)
{
    struct policy *policy = NULL;
    struct policy_errors errors;
    unsigned wait = END_WAIT_WITHOUT_POLICY_MS;

    if (policy_path != NULL && policy_load(policy_path, POLICY_TRUST_ROOT, &policy, &errors) == 0) {
        wait = policy->session_logout_wait * 1000 + END_MARGIN_MS;
        policy_free(policy);
        policy_errors_clear(&errors);
    }
    return wait;
}

int leader_plan_make(pam_handle_t *pamh, const struct launch_options *options,
                     const struct x_server *server, struct leader_plan *ret_plan)
{
    struct leader_plan *plan = ret_plan;
    const struct passwd *pw;
    int result;

    memset(plan, 0, sizeof *plan);
    errno = 0;
    pw = getpwnam(options->user);
    if (pw == NULL)
        return errno != 0 ? -errno : -ENOENT;
    if (strlen(pw->pw_dir) >= sizeof plan->home)
        return -ENAMETOOLONG;
    (void)strcpy(plan->home, pw->pw_dir);
    (void)snprintf(plan->authority, sizeof plan->authority, "/run/user/%u/Xauthority",
                   (unsigned)pw->pw_uid);
    plan->session.home = plan->home;
    plan->session.authority = plan->authority;
    plan->session.cookie = server->cookie;
    plan->session.display = server->display;
    if ((result = make_identity(pw, &plan->session.identity)) < 0 ||
        (result = make_environment(pamh, pw, plan)) < 0)
        return result;
    plan->policy = pam_getenv(pamh, "KIOSK_POLICY");
    plan->end_wait_ms = end_wait_ms(plan->policy);
    return plan->policy == NULL ? -ENOENT : 0;
}
