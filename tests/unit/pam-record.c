/* The record of a session comes back as it was written, and nothing else is one.
 * Runs as: whoever runs the tests. */
#include "session-record.h"

#include <stdlib.h>

#include "test.h"

static struct session_record example(void)
{
    return (struct session_record){
        .reason = "idle",
        .observed = "exit:34",
        .start = 1000,
        .end = 1042,
        .home_device = 50,
        .home_inode = 175,
        .home_changed = 1795461176215686808,
        .swap = "none",
        .killed = 3,
        .mounts = 21,
        .files = 12,
        .bytes = 345,
        .wiped_ms = 7,
        .wipe = "ok",
    };
}

static void test_round_trip(void)
{
    struct session_record written = example(), read;
    char text[SESSION_RECORD_MAX];
    size_t length = session_record_write(&written, text);

    memset(&read, 0xff, sizeof read);
    CHECK(session_record_read(text, length, &read));
    CHECK(memcmp(&written, &read, sizeof read) == 0);
    CHECK(session_record_is_clean(&read));
}

/* The longest record there can be still fits its file. */
static void test_the_longest_fits(void)
{
    struct session_record record, read;
    char *words[] = {record.reason, record.observed, record.swap, record.wipe, record.why};
    uint64_t *numbers[] = {&record.start,        &record.end,    &record.home_device,
                           &record.home_inode,   &record.killed, &record.files,
                           &record.home_changed, &record.bytes,  &record.mounts,
                           &record.wiped_ms};
    char text[SESSION_RECORD_MAX];

    memset(&record, 0, sizeof record);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        memset(words[i], 'x', SESSION_WORD_MAX - 1);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        *numbers[i] = 9999999999999999999U;
    CHECK(session_record_read(text, session_record_write(&record, text), &read));
    session_record_line(&record, text);
    CHECK(strstr(text, " why=x") != NULL);
}

/* Each line left out, doubled, or spoilt in each of its bytes. */
static void test_anything_else_is_refused(void)
{
    struct session_record record = example(), read;
    char text[SESSION_RECORD_MAX], changed[2 * SESSION_RECORD_MAX];
    size_t length = session_record_write(&record, text);

    for (char *line = text, *next; line < text + length; line = next) {
        size_t before = (size_t)(line - text), line_length;

        next = memchr(line, '\n', length - before);
        line_length = (size_t)(++next - line);
        memcpy(changed, text, before);
        memcpy(changed + before, next, length - before - line_length);
        CHECK_FOR(line, !session_record_read(changed, length - line_length, &read));
        memcpy(changed, text, length);
        memcpy(changed + length, line, line_length);
        CHECK_FOR(line, !session_record_read(changed, length + line_length, &read));
    }
    for (size_t i = 0; i < length; i++) {
        memcpy(changed, text, length);
        changed[i] = '\0';
        CHECK(!session_record_read(changed, length, &read));
        changed[i] = '*';
        CHECK(!session_record_read(changed, length, &read));
        CHECK(!session_record_read(text, i, &read));
    }
    memset(changed, 'x', sizeof changed);
    CHECK(!session_record_read(changed, sizeof changed, &read));
}

static void test_line(void)
{
    struct session_record record = example();
    char line[SESSION_RECORD_MAX];

    session_record_line(&record, line);
    CHECK_STR(line, "reason=idle observed=exit:34 duration-s=42 killed=3 mounts=21 files=12 "
                    "bytes=345 swap=none wipe=ok wiped-ms=7");
    record.end = 0;
    (void)strcpy(record.wipe, "failed");
    (void)strcpy(record.why, "mounts: EBUSY");
    session_record_line(&record, line);
    CHECK(strstr(line, "duration-s=0 ") != NULL);
    CHECK(strstr(line, "wipe=failed wiped-ms=7 why=mounts: EBUSY") != NULL);
    CHECK(!session_record_is_clean(&record));
}

int main(void)
{
    test_round_trip();
    test_the_longest_fits();
    test_anything_else_is_refused();
    test_line();
    return TEST_RESULT();
}
