/* The record of one session: what was claimed, what was observed, and whether all of it is gone.
 * Runs as: root.
 *
 * A few lines "key=value" in a folder of root's. It never holds anything about the person: no name
 * but the file's own (the kiosk account), no address, no text. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SESSION_WORD_MAX = 64, SESSION_RECORD_MAX = 1024 };

struct session_record {
    char reason[SESSION_WORD_MAX];   /* a name of end-reason.h */
    char observed[SESSION_WORD_MAX]; /* "exit:34", "signal:9"; "unknown" unless the caller told */
    uint64_t start;                  /* seconds since 1970 */
    uint64_t end;
    uint64_t home_device; /* the home folder below the private one, as the session found it */
    uint64_t home_inode;
    uint64_t home_changed;       /* nanoseconds since 1970 */
    char swap[SESSION_WORD_MAX]; /* a name of swap-guard.h */
    uint64_t killed;             /* processes of the account that outlived the session's own end */
    uint64_t mounts;
    uint64_t files; /* in the private file system when it was given up */
    uint64_t bytes;
    uint64_t wiped_ms;
    char wipe[SESSION_WORD_MAX]; /* "ok", or "failed" */
    char why[SESSION_WORD_MAX];  /* what failed; "" otherwise */
};

/* True when TEXT may be the value of a word. */
bool session_record_is_word(const char *text);

bool session_record_is_clean(const struct session_record *record);

/* Writes RECORD's lines into BUFFER; returns their length in bytes. */
size_t session_record_write(const struct session_record *record, char buffer[SESSION_RECORD_MAX]);

/* Strict: each key exactly once, in any order, nothing else. False leaves *ret_record untouched. */
bool session_record_read(const char *text, size_t length, struct session_record *ret_record);

/* One line for logs, without a newline: "reason=idle observed=exit:34 duration-s=42 …". */
void session_record_line(const struct session_record *record, char buffer[SESSION_RECORD_MAX]);
