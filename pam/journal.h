/* One structured entry in the system's journal.
 * Runs as: root; <https://systemd.io/JOURNAL_NATIVE_PROTOCOL/>, spoken here, so that root needs no
 * library for one datagram. */
#pragma once

#include <stddef.h>

enum { JOURNAL_ENTRY_MAX = 2048 };

struct journal_entry {
    char text[JOURNAL_ENTRY_MAX]; /* lines FIELD=value */
    size_t length;
};

/* Adds a field. VALUE must have no newline: the rest of such a value is left out, and so is what
 * does not fit. */
void journal_add(struct journal_entry *entry, const char *field, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* 0, or negative errno: -ENOENT and -ECONNREFUSED where no journal runs. Never waits. */
int journal_send(const struct journal_entry *entry);
