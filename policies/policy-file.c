/* Takes the bytes of a policy file apart with inih, strictly and with line numbers.
 * Runs as: every part, root included; pure: no file is opened here.
 *
 * Debian's inih passes no line numbers and its switches are variables of a shared library, which
 * other code in a display manager's process may have set. So lines are read and judged here, and
 * inih gets only those that mean the same under any of its switches, or an empty one instead. */
#include "policy-file.h"

#include <errno.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>

#include "policy-lines.h"

enum follow {
    FOLLOW_SECTION, /* only a heading may come: the file begins here, or a heading was wrong */
    FOLLOW_KEY,     /* in a section, no key yet */
    FOLLOW_LIST,    /* a key was read, indented lines go on with it */
    FOLLOW_NOTHING, /* a key was wrong: its indented lines are passed over with it */
};

struct reader {
    const char *bytes, *end;
    struct policy_place place;
    bool heading_seen;
    enum follow follow;
    bool continues; /* the line that inih has now is an indented one */
    int status;     /* 0 or -ENOMEM */
    struct policy_entries *entries;
    struct policy_errors *errors;
};

static void note(struct reader *reader, bool added)
{
    if (!added)
        reader->status = -ENOMEM;
}

static bool accept_section(struct reader *reader, const char *line)
{
    char name[POLICY_LINE_MAX];
    size_t size = strcspn(line, "]") - 1;
    const char *near;

    reader->heading_seen = true;
    reader->follow = FOLLOW_KEY;
    memcpy(name, line + 1, size); /* the line was judged: at most POLICY_LINE_MAX, with its "]" */
    name[size] = '\0';
    if (schema_has_section(name))
        return true;
    near = schema_nearest_section(name);
    note(reader,
         policy_errors_add(reader->errors, reader->place,
                           "%s: there is no such section; write [%s]%s", name, near ? near : "site",
                           near ? "" : ", [account], [session] or [support]"));
    reader->follow = FOLLOW_SECTION;
    return false;
}

/* True when inih shall see the line. */
static bool accept_line(struct reader *reader, const char *line, size_t length)
{
    const char *problem;
    enum policy_line_kind kind = policy_line_read(line, length, reader->place.line == 1, &problem);

    reader->continues = kind == POLICY_LINE_CONTINUATION;
    if (!problem && kind == POLICY_LINE_KEY && !reader->heading_seen)
        problem = "stands before any section; write a heading such as [site] above it";
    if (!problem && reader->continues &&
        (reader->follow == FOLLOW_KEY ||
         (reader->follow == FOLLOW_SECTION && !reader->heading_seen)))
        problem =
            "is indented but there is no list to go on with; begin it at the line's beginning";
    if (problem) {
        note(reader, policy_errors_add(reader->errors, reader->place, "%s", problem));
        if (kind == POLICY_LINE_SECTION)
            reader->follow = FOLLOW_SECTION;
        else if (reader->follow != FOLLOW_SECTION || !reader->heading_seen)
            reader->follow = FOLLOW_NOTHING;
        reader->heading_seen |= kind == POLICY_LINE_SECTION;
        return false;
    }
    switch (kind) {
    case POLICY_LINE_BLANK:
        return false;
    case POLICY_LINE_SECTION:
        return accept_section(reader, line);
    case POLICY_LINE_KEY:
        return reader->follow != FOLLOW_SECTION;
    case POLICY_LINE_CONTINUATION:
        return reader->follow == FOLLOW_LIST;
    }
    return false;
}

/* inih's reader: one line per call, so that the handler runs while place.line is its line. */
static char *read_line(char *buffer, int size, void *data)
{
    struct reader *reader = data;
    const char *line = reader->bytes, *end;
    size_t length;

    if (line >= reader->end || reader->status < 0)
        return NULL;
    end = memchr(line, '\n', (size_t)(reader->end - line));
    length = (size_t)((end ? end : reader->end) - line);
    reader->bytes = end ? end + 1 : reader->end;
    reader->place.line++;
    if (!accept_line(reader, line, length))
        length = 0;
    if (size < 2 || length > (size_t)size - 2) {
        reader->status = -EOVERFLOW; /* someone made inih's buffer smaller than its default */
        return NULL;
    }
    memcpy(buffer, line, length);
    memcpy(buffer + length, "\n", 2);
    return buffer;
}

static bool append_line(struct policy_entry *entry, const char *text, unsigned number)
{
    struct policy_line *lines = reallocarray(entry->lines, entry->count + 1, sizeof *lines);

    if (!lines)
        return false;
    entry->lines = lines;
    lines[entry->count].text = strdup(text);
    if (!lines[entry->count].text)
        return false;
    lines[entry->count++].number = number;
    return true;
}

static bool report_unknown(struct reader *reader, const char *section, const char *name)
{
    const struct policy_key *near = schema_nearest_key(section, name);

    if (!near)
        return policy_errors_add(reader->errors, reader->place,
                                 "%s.%s: there is no such key; see kioskctl policy explain",
                                 section, name);
    if (strcmp(near->section, section) == 0)
        return policy_errors_add(reader->errors, reader->place,
                                 "%s.%s: there is no such key; write %s", section, name,
                                 near->name);
    return policy_errors_add(reader->errors, reader->place,
                             "%s.%s: there is no such key; write %s in section [%s]", section, name,
                             near->name, near->section);
}

static int on_value(void *data, const char *section, const char *name, const char *value)
{
    struct reader *reader = data;
    const struct policy_key *key = schema_find(section, name);
    struct policy_entry *entry = key ? &reader->entries->items[key - policy_keys] : NULL;

    if (!reader->continues)
        reader->follow = FOLLOW_NOTHING;
    if (!entry) {
        note(reader, report_unknown(reader, section, name));
    } else if (entry->count > 0 && !reader->continues) {
        note(reader, policy_errors_add_key(reader->errors, reader->place, key,
                                           "stands in line %u already; write it once",
                                           entry->lines[0].number));
    } else {
        entry->key = key;
        entry->file = reader->place.file;
        note(reader, append_line(entry, value ? value : "", reader->place.line));
        reader->follow = FOLLOW_LIST;
    }
    return 1; /* 0 would make inih keep the line's number, of which nobody asks */
}

int policy_file_parse(const char *file, const char *bytes, size_t length,
                      struct policy_entries *entries, struct policy_errors *errors)
{
    struct reader reader = {
        .bytes = bytes,
        .end = bytes + length,
        .place = {file, 0},
        .entries = entries,
        .errors = errors,
    };
    const char *carriage_return = length ? memchr(bytes, '\r', length) : NULL;
    int status;

    if (carriage_return) {
        /* Once for the file: every one of its lines will have one. */
        for (const char *byte = bytes; byte < carriage_return; byte++)
            reader.place.line += *byte == '\n';
        reader.place.line++;
        note(&reader, policy_errors_add(errors, reader.place,
                                        "ends in a carriage return; save the file with Unix line "
                                        "ends"));
        return reader.status < 0 ? reader.status : -EINVAL;
    }
    status = ini_parse_stream(read_line, &reader, on_value, &reader);

    if (reader.status == 0 && status != 0) {
        /* No line that was let through should come here; if one does, it counts as wrong. */
        reader.place.line = status > 0 ? (unsigned)status : 0;
        note(&reader,
             policy_errors_add(errors, reader.place, "cannot be understood; write name = value"));
    }
    return reader.status;
}

void policy_entries_clear(struct policy_entries *entries)
{
    for (size_t i = 0; i < POLICY_KEY_COUNT; i++) {
        for (size_t j = 0; j < entries->items[i].count; j++)
            free(entries->items[i].lines[j].text);
        free(entries->items[i].lines);
    }
    *entries = (struct policy_entries){0};
}
