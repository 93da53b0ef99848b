/* Loading whole policies: values, drop-ins, trust, and that what is shown loads as the same.
 * Runs as: whoever runs the tests; writes below a temporary folder of its own. Arguments: policies
 * that must survive being shown and loaded again. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "policy-text.h"
#include "policy.h"
#include "test.h"
#include "trusted-open.h"

static const char minimal[] = "[site]\nstart-url = https://a.example/\nallow = a.example\n";

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(name, "w");

    CHECK_FOR(name, file != NULL);
    if (!file)
        return;
    fputs(text, file);
    CHECK_FOR(name, fclose(file) == 0);
}

/* Loads NAME, which must be valid; the caller frees the policy. */
static struct policy *load(const char *name)
{
    struct policy *policy = NULL;
    struct policy_errors errors;

    CHECK_INT(policy_load(name, POLICY_TRUST_ANY, &policy, &errors), 0);
    for (size_t i = 0; i < errors.count; i++)
        CHECK_STR(errors.texts[i], "no error");
    policy_errors_clear(&errors);
    if (!policy)
        exit(1);
    return policy;
}

static void check_refused(const char *name, enum policy_trust trust, int status, const char *text)
{
    struct policy *policy = NULL;
    struct policy_errors errors;

    CHECK_INT(policy_load(name, trust, &policy, &errors), status);
    CHECK(policy == NULL);
    CHECK_FOR(name, errors.count > 0);
    if (errors.count > 0)
        CHECK_FOR(errors.texts[0], strstr(errors.texts[0], text) != NULL);
    policy_errors_clear(&errors);
}

static void test_values(void)
{
    struct policy *policy;

    write_file("values.conf", "# comment\n; comment\n\n[site]\n"
                              "name = Messagerie acad\xc3\xa9mique = #1; oui\n"
                              "start-url=https://a.example/x?y=z\n"
                              "allow=a.example/x  .b.example:8443\n"
                              "\tc.example\n"
                              "  # d.example\n"
                              "\n"
                              "    A.D.example?q=r\n"
                              "[session]\nlanguage = en\nidle-timeout = 2min\nidle-warning=20\n"
                              "max-duration = 1h\nhome-size = 1G\nhome-files=2000\nprocesses=64\n"
                              "swap = refuse\n"
                              "logout-wait = 60s\n"
                              "[account]\nusers =\n  kiosk\n  poste-2\ngroup = kiosks\n"
                              "[site]\nmailbox-pages = a.example/x/mailbox");
    policy = load("values.conf");
    CHECK_STR(policy->site_name, "Messagerie acad\xc3\xa9mique = #1; oui");
    CHECK_STR(policy->site_start_url, "https://a.example/x?y=z");
    CHECK_INT(policy->site_allow.count, 4);
    CHECK_STR(policy->site_allow.items[1].text, ".b.example:8443");
    CHECK_STR(policy->site_allow.items[3].host, "a.d.example");
    CHECK_INT(policy->site_mailbox_pages.count, 1);
    CHECK_INT(policy->site_logged_out_pages.count, 0);
    CHECK_INT(policy->session_language, POLICY_LANGUAGE_EN);
    CHECK_INT(policy->session_idle_timeout, 120);
    CHECK_INT(policy->session_idle_warning, 20);
    CHECK_INT(policy->session_max_duration, 3600);
    CHECK(policy->session_home_size == UINT64_C(1) << 30);
    CHECK_INT(policy->session_home_files, 2000);
    CHECK_INT(policy->session_processes, 64);
    CHECK_INT(policy->session_swap, POLICY_SWAP_REFUSE);
    CHECK_INT(policy->session_logout_wait, 60);
    CHECK_INT(policy->account_users.count, 2);
    CHECK(policy_names_contain(&policy->account_users, "poste-2"));
    CHECK(!policy_names_contain(&policy->account_users, "poste"));
    CHECK_STR(policy->account_group, "kiosks");
    CHECK_STR(policy->support_phone, "");
    policy_free(policy);
    policy_free(NULL);
}

static void test_drop_ins(void)
{
    struct policy *policy;

    write_file("base.conf", minimal);
    CHECK_INT(mkdir("base.conf.d", 0755), 0);
    write_file("base.conf.d/20-b.conf", "[site]\nname = b\nallow = a.example c.example\n");
    write_file("base.conf.d/10-a.conf", "[site]\nname = a\nallow = b.example\n[support]\nname=s\n");
    write_file("base.conf.d/9.conf", "[site]\nname = last\n"); /* "9" comes after "2" */
    write_file("base.conf.d/99.conf~", "not read");
    write_file("base.conf.d/99.conf.dpkg-new", "not read");
    write_file("base.conf.d/.99.conf", "not read");
    write_file("base.conf.d/conf", "not read");
    policy = load("base.conf");
    CHECK_STR(policy->site_name, "last");
    CHECK_INT(policy->site_allow.count, 2);
    CHECK_STR(policy->site_allow.items[1].text, "c.example");
    CHECK_STR(policy->support_name, "s");
    policy_free(policy);

    write_file("base.conf.d/9.conf", "[site]\nallow =\n");
    check_refused("base.conf", POLICY_TRUST_ANY, -EINVAL, "base.conf.d/9.conf:2: site.allow: ");
    write_file("base.conf.d/9.conf", "[site]\nallow = x y .z\n");
    check_refused("base.conf", POLICY_TRUST_ANY, -EINVAL, "base.conf.d/9.conf:2: site.allow: ");
    CHECK_INT(unlink("base.conf.d/9.conf"), 0);
    CHECK_INT(mkfifo("base.conf.d/9.conf", 0644), 0);
    check_refused("base.conf", POLICY_TRUST_ANY, -EINVAL, "base.conf.d/9.conf: ");
}

/* A value that a later file replaces is judged all the same. */
static void test_replaced_values_count(void)
{
    write_file("bad.conf", "[site]\nstart-url = https://a.example/\nallow = .fr\n");
    CHECK_INT(mkdir("bad.conf.d", 0755), 0);
    write_file("bad.conf.d/a.conf", "[site]\nallow = a.example\n");
    check_refused("bad.conf", POLICY_TRUST_ANY, -EINVAL, "bad.conf:3: site.allow: \".fr\"");
}

static void test_files(void)
{
    char *big = malloc(3 << 20);

    check_refused("missing.conf", POLICY_TRUST_ANY, -ENOENT, "missing.conf: does not exist; ");
    check_refused(".", POLICY_TRUST_ANY, -EINVAL, ".: is no regular file");
    write_file("folder.conf", minimal);
    write_file("folder.conf.d", "a file");
    check_refused("folder.conf", POLICY_TRUST_ANY, -ENOTDIR, "folder.conf.d: ");
    CHECK_INT(mkfifo("fifo.conf", 0644), 0);
    check_refused("fifo.conf", POLICY_TRUST_ANY, -EINVAL, "fifo.conf: is no regular file");
    if (big) {
        memset(big, '\n', 3 << 20);
        big[(3 << 20) - 1] = '\0';
        write_file("big.conf", big);
        check_refused("big.conf", POLICY_TRUST_ANY, -EFBIG, "big.conf: is larger than 1 MiB");
    }
    free(big);
}

static void test_trust(const char *folder)
{
    char path[256];
    int fd;

    /* Below /tmp, which everyone may write to: never trusted, whoever owns the file. */
    snprintf(path, sizeof path, "%s/values.conf", folder);
    CHECK_INT(trusted_open_file(path), -EPERM);
    CHECK_INT(trusted_open_folder(folder), -EPERM);
    check_refused(path, POLICY_TRUST_ROOT, -EPERM, "chmod go-w");
    check_refused("values.conf", POLICY_TRUST_ROOT, -EINVAL, "absolute");
    CHECK_INT(trusted_open_file("/etc"), -EINVAL);
    CHECK_INT(trusted_open_folder("/etc/passwd"), -ENOTDIR);
    CHECK_INT(trusted_open_file("/etc/passwd/x"), -ENOTDIR);
    CHECK_INT(trusted_open_file("/etc/no such file"), -ENOENT);
    CHECK_INT(trusted_open_file("/proc/self/status"), -ELOOP);
    CHECK_INT(trusted_open_file("/"), -EINVAL);
    CHECK_INT(trusted_open_file(""), -EINVAL);
    fd = trusted_open_file("//etc///passwd");
    CHECK(fd >= 0 && (fcntl(fd, F_GETFD) & FD_CLOEXEC));
    close(fd);
    fd = trusted_open_folder("/etc");
    CHECK(fd >= 0);
    close(fd);
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place)
{
    return remove(path);
}

/* A policy that is trusted, and each way to lose that. Only root can make one. */
static void test_trust_as_root(void)
{
    static const char policy_name[] = "trusted.conf", drop_in[] = "trusted.conf.d/a.conf";
    static const struct {
        const char *name;
        mode_t bad, good;
    } modes[] = {
        {policy_name,      0664,  0644},
        {policy_name,      0646,  0644},
        {drop_in,          0664,  0644},
        {"trusted.conf.d", 0775,  0755},
        {".",              0757,  0755},
        {".",              01777, 0755},
    };
    char folder[] = "/run/policies-load.XXXXXX", path[64];
    struct policy *policy = NULL;
    struct policy_errors errors;
    int here;

    if (geteuid() != 0) {
        puts("not root: a trusted policy of one's own was not tried");
        return;
    }
    here = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    CHECK(mkdtemp(folder) && chdir(folder) == 0);
    CHECK_INT(chmod(folder, 0755), 0);
    snprintf(path, sizeof path, "%s/%s", folder, policy_name);
    write_file(policy_name, minimal);
    CHECK_INT(mkdir("trusted.conf.d", 0755), 0);
    write_file(drop_in, "[site]\nname = x\n");
    CHECK_INT(policy_load(path, POLICY_TRUST_ROOT, &policy, &errors), 0);
    policy_errors_clear(&errors);
    policy_free(policy);

    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        CHECK_INT(chmod(modes[i].name, modes[i].bad), 0);
        check_refused(path, POLICY_TRUST_ROOT, -EPERM, "chmod go-w");
        CHECK_INT(chmod(modes[i].name, modes[i].good), 0);
        CHECK_INT(chown(modes[i].name, 65534, 0), 0);
        check_refused(path, POLICY_TRUST_ROOT, -EPERM, "chown root");
        CHECK_INT(chown(modes[i].name, 0, 0), 0);
    }
    CHECK_INT(rename(drop_in, "a.conf"), 0);
    CHECK_INT(symlink("../a.conf", drop_in), 0);
    check_refused(path, POLICY_TRUST_ROOT, -ELOOP, "symbolic link");
    CHECK_INT(unlink(drop_in), 0);
    CHECK_INT(rename(policy_name, "real.conf"), 0);
    CHECK_INT(symlink("real.conf", policy_name), 0);
    check_refused(path, POLICY_TRUST_ROOT, -ELOOP, "symbolic link");
    CHECK_INT(fchdir(here), 0);
    close(here);
    CHECK_INT(nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

static char *shown(const struct policy *policy)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);

    policy_text_print_all(policy, stream);
    fclose(stream);
    return text;
}

static void check_round_trip(const char *name)
{
    struct policy *policy = load(name), *again;
    char *text = shown(policy), *text_again;

    write_file("shown.conf", text);
    again = load("shown.conf");
    text_again = shown(again);
    CHECK_STR(text_again, text);
    /* What has no address of its own is the same byte for byte. */
    CHECK_INT(again->session_idle_timeout, policy->session_idle_timeout);
    CHECK_INT(again->session_max_duration, policy->session_max_duration);
    CHECK(again->session_home_size == policy->session_home_size);
    CHECK_INT(again->site_allow.count, policy->site_allow.count);
    CHECK_INT(again->account_services.count, policy->account_services.count);
    CHECK_STR(again->site_name, policy->site_name);
    free(text);
    free(text_again);
    policy_free(policy);
    policy_free(again);
}

static void test_round_trips(int count, char **paths)
{
    check_round_trip("values.conf");
    write_file("odd.conf", "[site]\nname = a;b = [c] # d, \xe2\x80\x9c\xc3\xa9\xe2\x80\x9d\n"
                           "start-url = https://a.example/\nallow = a.example\n"
                           "[account]\nusers =\ngroup = g\n"
                           "[session]\nidle-timeout = 61\nhome-size = 16777217\n"
                           "max-duration = 3601s\n[support]\nname = [x]\nphone = =\nhours = #\n");
    check_round_trip("odd.conf");
    for (int i = 0; i < count; i++)
        check_round_trip(paths[i]);
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/policies-load.XXXXXX";

    if (!mkdtemp(folder) || chdir(folder) < 0) {
        perror(folder);
        return 1;
    }
    test_values();
    test_drop_ins();
    test_replaced_values_count();
    test_files();
    test_trust(folder);
    test_trust_as_root();
    test_round_trips(argc - 1, argv + 1);
    CHECK_INT(nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
    return TEST_RESULT();
}
