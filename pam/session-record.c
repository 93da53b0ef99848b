/* The record of one session: what was claimed, what was observed, and whether all of it is gone.
 * Runs as: root. */
#include "session-record.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The one list of what a record holds: read, written and tested from here. */
static const struct field {
    const char *key;
    size_t offset;
    bool is_word;
} fields[] = {
    {"reason",       offsetof(struct session_record, reason),       true },
    {"observed",     offsetof(struct session_record, observed),     true },
    {"start",        offsetof(struct session_record, start),        false},
    {"end",          offsetof(struct session_record, end),          false},
    {"home-device",  offsetof(struct session_record, home_device),  false},
    {"home-inode",   offsetof(struct session_record, home_inode),   false},
    {"home-changed", offsetof(struct session_record, home_changed), false},
    {"swap",         offsetof(struct session_record, swap),         true },
    {"killed",       offsetof(struct session_record, killed),       false},
    {"mounts",       offsetof(struct session_record, mounts),       false},
    {"files",        offsetof(struct session_record, files),        false},
    {"bytes",        offsetof(struct session_record, bytes),        false},
    {"wiped-ms",     offsetof(struct session_record, wiped_ms),     false},
    {"wipe",         offsetof(struct session_record, wipe),         true },
    {"why",          offsetof(struct session_record, why),          true },
};

enum { FIELD_COUNT = sizeof fields / sizeof fields[0] };

static const char word_characters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                      "0123456789-_:./ ";

bool session_record_is_word(const char *text)
{
    size_t length = strlen(text);

    return length < SESSION_WORD_MAX && strspn(text, word_characters) == length;
}

bool session_record_is_clean(const struct session_record *record)
{
    return strcmp(record->wipe, "ok") == 0;
}

size_t session_record_write(const struct session_record *record, char buffer[SESSION_RECORD_MAX])
{
    size_t used = 0;

    for (size_t i = 0; i < FIELD_COUNT; i++) {
        const char *member = (const char *)record + fields[i].offset;
        int length;

        if (fields[i].is_word)
            length = snprintf(buffer + used, SESSION_RECORD_MAX - used, "%s=%s\n", fields[i].key,
                              member);
        else
            length = snprintf(buffer + used, SESSION_RECORD_MAX - used, "%s=%" PRIu64 "\n",
                              fields[i].key, *(const uint64_t *)member);
        used += (size_t)length;
    }
    return used;
}

static bool read_number(const char *value, uint64_t *ret_number)
{
    uint64_t number = 0;

    if (value[0] == '\0' || strlen(value) > 19 || strspn(value, "0123456789") != strlen(value))
        return false;
    for (; *value != '\0'; value++)
        number = number * 10 + (uint64_t)(*value - '0');
    *ret_number = number;
    return true;
}

static bool read_word(const char *value, char *ret_word)
{
    if (!session_record_is_word(value))
        return false;
    (void)strcpy(ret_word, value);
    return true;
}

/* LINE is "key=value" and is cut in two. */
static bool read_line(char *line, struct session_record *record, bool seen[FIELD_COUNT])
{
    char *value = strchr(line, '=');

    if (value == NULL)
        return false;
    *value++ = '\0';
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        char *member = (char *)record + fields[i].offset;

        if (strcmp(line, fields[i].key) != 0)
            continue;
        if (seen[i])
            return false;
        seen[i] = true;
        return fields[i].is_word ? read_word(value, member)
                                 : read_number(value, (uint64_t *)member);
    }
    return false;
}

bool session_record_read(const char *text, size_t length, struct session_record *ret_record)
{
    struct session_record record = {0};
    bool seen[FIELD_COUNT] = {false};
    char copy[SESSION_RECORD_MAX];

    if (length == 0 || length >= sizeof copy || text[length - 1] != '\n' ||
        memchr(text, '\0', length) != NULL)
        return false;
    memcpy(copy, text, length);
    for (char *line = copy, *end; line < copy + length; line = end + 1) {
        end = memchr(line, '\n', (size_t)(copy + length - line));
        *end = '\0';
        if (!read_line(line, &record, seen))
            return false;
    }
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if (!seen[i])
            return false;
    }
    *ret_record = record;
    return true;
}

void session_record_line(const struct session_record *record, char buffer[SESSION_RECORD_MAX])
{
    uint64_t duration = record->end > record->start ? record->end - record->start : 0;

    (void)snprintf(buffer, SESSION_RECORD_MAX, /* every member is bounded: it fits */
                   "reason=%s observed=%s duration-s=%" PRIu64 " killed=%" PRIu64 " mounts=%" PRIu64
                   " files=%" PRIu64 " bytes=%" PRIu64 " swap=%s wipe=%s wiped-ms=%" PRIu64 "%s%s",
                   record->reason, record->observed, duration, record->killed, record->mounts,
                   record->files, record->bytes, record->swap, record->wipe, record->wiped_ms,
                   record->why[0] != '\0' ? " why=" : "", record->why);
}
