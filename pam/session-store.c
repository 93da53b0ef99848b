/* Root's folder of session records, and the lock that says whose session is open.
 * Runs as: root. */
#include "session-store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config.h"

/* "NAME.SUFFIX"; both were measured when the store was opened. */
struct file_name {
    char text[sizeof((struct session_store *)NULL)->name + 16];
};

static struct file_name file_name(const struct session_store *store, const char *suffix)
{
    struct file_name name;

    (void)snprintf(name.text, sizeof name.text, "%s.%s", store->name, suffix);
    return name;
}

static int open_folder(void)
{
    struct stat status;
    int fd;

    if (mkdir(KIOSK_STATE_DIR, 0700) < 0 && errno != EEXIST)
        return -errno;
    fd = open(KIOSK_STATE_DIR, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    if (fstat(fd, &status) < 0 || status.st_uid != 0 || (status.st_mode & 022) != 0) {
        close(fd);
        return -EPERM;
    }
    return fd;
}

int session_store_open(const char *name, struct session_store *ret_store)
{
    struct session_store store = {.dir = -1, .lock = -1};

    if (name[0] == '\0' || name[0] == '.' || strchr(name, '/') != NULL ||
        strlen(name) >= sizeof store.name)
        return -EINVAL;
    (void)strcpy(store.name, name);
    store.dir = open_folder();
    if (store.dir < 0)
        return store.dir;
    *ret_store = store;
    return 0;
}

void session_store_close(struct session_store *store)
{
    if (store->lock >= 0)
        close(store->lock);
    if (store->dir >= 0)
        close(store->dir);
    store->lock = store->dir = -1;
}

/* The record in FILE. 1: there is one; 0: the file is empty; negative errno. */
static int read_record(int fd, struct session_record *ret_record)
{
    char buffer[SESSION_RECORD_MAX];
    ssize_t length = pread(fd, buffer, sizeof buffer, 0);

    if (length < 0)
        return -errno;
    if (length == 0)
        return 0;
    return session_record_read(buffer, (size_t)length, ret_record) ? 1 : -EBADMSG;
}

static int open_lock(struct session_store *store)
{
    if (store->lock < 0)
        store->lock = openat(store->dir, file_name(store, "lock").text,
                             O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    return store->lock < 0 ? -errno : 0;
}

int session_store_lock(struct session_store *store, bool *ret_left,
                       struct session_record *ret_record)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int result = open_lock(store);

    if (result < 0)
        return result;
    if (fcntl(store->lock, F_OFD_SETLK, &whole) < 0) {
        result = errno == EAGAIN || errno == EACCES ? -EBUSY : -errno;
        close(store->lock);
        store->lock = -1;
        return result;
    }
    result = read_record(store->lock, ret_record);
    *ret_left = result == 1;
    return result < 0 ? result : 0;
}

uint64_t session_store_first_use(const struct session_store *store)
{
    struct statx status;

    if (statx(store->lock, "", AT_EMPTY_PATH, STATX_BTIME, &status) < 0 ||
        (status.stx_mask & STATX_BTIME) == 0)
        return 0;
    return (uint64_t)status.stx_btime.tv_sec * 1000000000 + status.stx_btime.tv_nsec;
}

int session_store_is_locked(struct session_store *store)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int result = open_lock(store);

    if (result < 0)
        return result;
    if (fcntl(store->lock, F_OFD_GETLK, &whole) < 0)
        return -errno;
    return whole.l_type != F_UNLCK;
}

static int write_whole(int fd, const struct session_record *record)
{
    char buffer[SESSION_RECORD_MAX];
    size_t length = session_record_write(record, buffer);

    if (pwrite(fd, buffer, length, 0) != (ssize_t)length || ftruncate(fd, (off_t)length) < 0)
        return errno != 0 ? -errno : -EIO;
    return 0;
}

int session_store_begin(struct session_store *store, const struct session_record *record)
{
    errno = 0;
    return write_whole(store->lock, record);
}

void session_store_abandon(struct session_store *store)
{
    if (store->lock >= 0)
        (void)!ftruncate(store->lock, 0); /* what is left is cleared up as after a crash */
}

int session_store_end(struct session_store *store, const struct session_record *record)
{
    struct file_name draft = file_name(store, "new");
    int result = 0;
    int fd =
        openat(store->dir, draft.text, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);

    if (fd < 0)
        return -errno;
    errno = 0;
    result = write_whole(fd, record);
    close(fd);
    if (result < 0)
        return result;
    if (renameat(store->dir, draft.text, store->dir, file_name(store, "last").text) < 0 ||
        ftruncate(store->lock, 0) < 0)
        return -errno;
    return 0;
}

int session_store_last(const struct session_store *store, struct session_record *ret_record)
{
    int fd = openat(store->dir, file_name(store, "last").text, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    int result;

    if (fd < 0)
        return -errno;
    result = read_record(fd, ret_record);
    close(fd);
    if (result == 0)
        return -EBADMSG;
    return result < 0 ? result : 0;
}
