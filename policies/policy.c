/* Loads a policy: its file and drop-ins, read, understood, checked.
 * Runs as: every part, root included; owns nothing but what it returns. */
#include "policy.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "policy-check.h"
#include "policy-file.h"
#include "policy-value.h"
#include "trusted-open.h"

static_assert(sizeof(enum policy_language) == sizeof(int) &&
                  sizeof(enum policy_choice) == sizeof(int),
              "words of enums are stored as int");

struct loader {
    enum policy_trust trust;
    struct policy *policy;
    struct policy_errors *errors;
    struct policy_place places[POLICY_KEY_COUNT];
    char **drop_ins; /* their paths, which PLACES points into */
    size_t drop_in_count;
    bool unread; /* a file as a whole */
    int status;  /* the first failure */
};

static void fail(struct loader *loader, int status)
{
    if (loader->status == 0 || status == -ENOMEM)
        loader->status = status;
}

/* Files whose contents cannot be had at all; the errno says why. */
static void fail_file(struct loader *loader, const char *file, int status)
{
    static const struct {
        int status;
        const char *text;
    } reasons[] = {
        {-ENOENT,  "does not exist; write it, kioskctl policy explain names the keys"},
        {-EPERM,
         "could be changed by others than root; make root the owner of it and its folders, and "
         "the only one who may write there (chown root, chmod go-w)"                 },
        {-ELOOP,   "is or lies behind a symbolic link; write the real path"          },
        {-EINVAL,  "is no regular file with an absolute path; write one"             },
        {-ENOTDIR, "lies below something that is no folder; write a path of folders" },
        {-EACCES,  "may not be read; make it and its folders readable (chmod go+rX)" },
        {-EFBIG,   "is larger than 1 MiB; shorten it"                                },
    };
    const char *text = NULL;
    bool added;

    loader->unread = true;
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if (reasons[i].status == status)
            text = reasons[i].text;
    added = text ? policy_errors_add(loader->errors, (struct policy_place){file, 0}, "%s", text)
                 : policy_errors_add(loader->errors, (struct policy_place){file, 0},
                                     "cannot be read (%s); see to it and try again",
                                     strerrordesc_np(-status));
    fail(loader, added ? status : -ENOMEM);
}

/* Reads FD, at most POLICY_FILE_MAX bytes, into *ret_bytes, which the caller frees. */
static ssize_t read_all(int fd, char **ret_bytes)
{
    size_t length = 0;
    char *bytes = malloc(POLICY_FILE_MAX + 1);
    ssize_t got;

    if (!bytes)
        return -ENOMEM;
    do {
        got = read(fd, bytes + length, POLICY_FILE_MAX + 1 - length);
        if (got > 0)
            length += (size_t)got;
    } while (got > 0 || (got < 0 && errno == EINTR));
    if (got < 0 || length > POLICY_FILE_MAX) {
        int status = got < 0 ? -errno : -EFBIG;

        free(bytes);
        return status;
    }
    *ret_bytes = bytes;
    return (ssize_t)length;
}

static int by_line(const void *a, const void *b)
{
    const struct policy_entry *const *first = a, *const *second = b;
    unsigned first_line = (*first)->lines[0].number, second_line = (*second)->lines[0].number;

    return (first_line > second_line) - (first_line < second_line);
}

/* In the order of lines, so that errors come in it too. */
static void load_entries(struct loader *loader, const struct policy_entries *entries)
{
    const struct policy_entry *sorted[POLICY_KEY_COUNT];
    size_t count = 0;

    for (size_t i = 0; i < POLICY_KEY_COUNT; i++)
        if (entries->items[i].count > 0)
            sorted[count++] = &entries->items[i];
    qsort(sorted, count, sizeof sorted[0], by_line);
    for (size_t i = 0; i < count && loader->status != -ENOMEM; i++) {
        int status = policy_value_set(sorted[i], loader->policy, loader->errors);

        loader->places[sorted[i]->key - policy_keys] =
            (struct policy_place){status < 0 ? NULL : sorted[i]->file, sorted[i]->lines[0].number};
        if (status < 0)
            fail(loader, status);
    }
}

static void load_bytes(struct loader *loader, const char *file, const char *bytes, size_t length)
{
    struct policy_entries entries = {0};
    size_t errors = loader->errors->count;
    int status = policy_file_parse(file, bytes, length, &entries, loader->errors);

    if (status < 0) {
        loader->unread = true;
        fail(loader, status);
        if (loader->errors->count == errors)
            fail_file(loader, file, status);
    } else {
        load_entries(loader, &entries);
    }
    policy_entries_clear(&entries);
    if (loader->errors->count > errors)
        fail(loader, -EINVAL);
}

static int open_any(int folder, const char *name)
{
    struct stat status;
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

    if (fd < 0)
        return -errno;
    if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode)) {
        (void)close(fd); /* nothing was written */
        return -EINVAL;
    }
    return fd;
}

/* Loads FILE, already open as FD (or a negative errno); closes FD. */
static void load_open_file(struct loader *loader, const char *file, int fd)
{
    char *bytes;
    ssize_t length = fd < 0 ? fd : read_all(fd, &bytes);

    if (fd >= 0)
        (void)close(fd); /* nothing was written */
    if (length < 0) {
        fail_file(loader, file, (int)length);
        return;
    }
    load_bytes(loader, file, bytes, (size_t)length);
    free(bytes);
}

static int is_drop_in(const struct dirent *entry)
{
    const char *end = strrchr(entry->d_name, '.');

    return end && end != entry->d_name && entry->d_name[0] != '.' && strcmp(end, ".conf") == 0;
}

static int in_c_order(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void load_drop_in(struct loader *loader, const char *folder_path, int folder,
                         const char *name)
{
    char *file;

    if (asprintf(&file, "%s/%s", folder_path, name) < 0) {
        fail(loader, -ENOMEM);
        return;
    }
    loader->drop_ins[loader->drop_in_count++] = file;
    load_open_file(loader, file,
                   loader->trust == POLICY_TRUST_ROOT ? trusted_open_file_at(folder, name)
                                                      : open_any(folder, name));
}

static void load_drop_ins(struct loader *loader, const char *path)
{
    struct dirent **entries = NULL;
    int folder, count;

    folder = loader->trust == POLICY_TRUST_ROOT ? trusted_open_folder(path)
                                                : open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        int status = loader->trust == POLICY_TRUST_ROOT ? folder : -errno;

        if (status != -ENOENT)
            fail_file(loader, path, status);
        return;
    }
    count = scandirat(folder, ".", &entries, is_drop_in, in_c_order);
    if (count < 0) {
        fail_file(loader, path, -errno);
        count = 0;
    }
    loader->drop_ins = calloc((size_t)count + 1, sizeof *loader->drop_ins);
    if (!loader->drop_ins)
        fail(loader, -ENOMEM);
    for (int i = 0; i < count; i++) {
        if (loader->status != -ENOMEM)
            load_drop_in(loader, path, folder, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    (void)close(folder); /* nothing was written */
}

static void load_defaults(struct loader *loader, const char *path)
{
    for (size_t i = 0; i < POLICY_KEY_COUNT && loader->status == 0; i++) {
        const char *text = policy_keys[i].default_text;
        struct policy_line line = {(char *)(text ? text : ""), 0};
        struct policy_entry entry = {&policy_keys[i], path, &line, 1};
        int status = policy_value_set(&entry, loader->policy, loader->errors);

        loader->places[i] = (struct policy_place){path, 0};
        if (status < 0)
            fail(loader, status);
    }
}

int policy_load(const char *path, enum policy_trust trust, struct policy **ret_policy,
                struct policy_errors *ret_errors)
{
    struct loader loader = {.trust = trust, .errors = ret_errors};
    char *folder = NULL;

    *ret_errors = (struct policy_errors){0};
    loader.policy = calloc(1, sizeof *loader.policy);
    if (!loader.policy || asprintf(&folder, "%s.d", path) < 0) {
        free(loader.policy);
        return -ENOMEM;
    }
    load_defaults(&loader, path);
    load_open_file(&loader, path,
                   trust == POLICY_TRUST_ROOT ? trusted_open_file(path) : open_any(AT_FDCWD, path));
    load_drop_ins(&loader, folder);
    /* Rules between keys say nothing true when some keys could not be read. */
    if (!loader.unread && loader.status != -ENOMEM) {
        int status = policy_check(loader.policy, loader.places, ret_errors);

        if (status < 0)
            fail(&loader, status);
    }
    for (size_t i = 0; i < loader.drop_in_count; i++)
        free(loader.drop_ins[i]);
    free(loader.drop_ins);
    free(folder);
    if (loader.status < 0) {
        policy_free(loader.policy);
        return loader.status;
    }
    *ret_policy = loader.policy;
    return 0;
}

void policy_free(struct policy *policy)
{
    if (!policy)
        return;
    for (size_t i = 0; i < POLICY_KEY_COUNT; i++)
        policy_value_clear(&policy_keys[i], policy);
    free(policy);
}

bool policy_names_contain(const struct policy_names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i], name) == 0)
            return true;
    return false;
}

bool policy_allows_authority(const struct policy *policy, struct url_span authority)
{
    struct url_parts parts;

    return url_parts_read_authority(authority, &parts) == URL_ALLOWED &&
           parts.host.length < authority.length && /* the port is written */
           (url_rules_have_host(&policy->site_allow, parts.host.start, parts.host.length,
                                parts.port) ||
            url_rules_have_host(&policy->site_assets, parts.host.start, parts.host.length,
                                parts.port));
}
