/* Judges single lines of a policy file, before inih takes them apart: inih cuts long lines and
 * section names, takes ":" for "=", forgives what follows a "]" and drops what follows " ;".
 * None of that may change a policy silently, so such lines never reach it.
 * Runs as: every part, root included; pure. */
#include "policy-lines.h"

#include <string.h>

#include "policy-file.h"

/* The length of the UTF-8 sequence (RFC 3629) at TEXT, 0 when there is none. */
static size_t utf8_length(const unsigned char *text, size_t left)
{
    static const struct {
        unsigned char first, last, second_min, second_max;
        size_t length;
    } forms[] = {
        {0x00, 0x7f, 0,    0,    1},
        {0xc2, 0xdf, 0x80, 0xbf, 2},
        {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3},
        {0xed, 0xed, 0x80, 0x9f, 3},
        {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4},
        {0xf1, 0xf3, 0x80, 0xbf, 4},
        {0xf4, 0xf4, 0x80, 0x8f, 4},
    };

    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (text[0] < forms[i].first || text[0] > forms[i].last)
            continue;
        if (left < forms[i].length)
            return 0;
        if (forms[i].length > 1 && (text[1] < forms[i].second_min || text[1] > forms[i].second_max))
            return 0;
        for (size_t j = 2; j < forms[i].length; j++)
            if ((text[j] & 0xc0) != 0x80)
                return 0;
        return forms[i].length;
    }
    return 0;
}

static const char *byte_problem(const char *line, size_t length, bool first)
{
    const unsigned char *bytes = (const unsigned char *)line;

    if (first && length >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0)
        return "begins with a byte order mark; save the file as UTF-8 without one";
    for (size_t i = 0, step; i < length; i += step) {
        step = utf8_length(bytes + i, length - i);
        if (step == 0)
            return "is not UTF-8; save the file as UTF-8";
        if (bytes[i] == '\0')
            return "holds a NUL byte; save the file as plain text";
        if ((bytes[i] < 0x20 && bytes[i] != '\t') || bytes[i] == 0x7f)
            return "holds a control character; remove it";
    }
    return NULL;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* " ;" begins a comment to inih, and so does a value's first ";" after a blank. */
static bool has_inline_comment(const char *line, size_t length)
{
    for (size_t i = 1; i < length; i++)
        if (line[i] == ';' && (is_blank(line[i - 1]) || line[i - 1] == '='))
            return true;
    return false;
}

static const char *section_problem(const char *line, size_t length)
{
    const char *end = memchr(line, ']', length);

    while (length > 0 && is_blank(line[length - 1]))
        length--;
    if (!end || end != line + length - 1 || end == line + 1)
        return "is no section heading; write [name] and nothing else on the line";
    return NULL;
}

static const char *key_problem(const char *line, size_t length)
{
    const char *equals = memchr(line, '=', length);
    const char *colon = memchr(line, ':', length);

    if (!equals || (colon && colon < equals))
        return "has no '='; write name = value, or indent a line that goes on with a list";
    if (equals == line)
        return "has no name before its '='; write name = value";
    return NULL;
}

enum policy_line_kind policy_line_read(const char *line, size_t length, bool first,
                                       const char **ret_problem)
{
    size_t indent = 0;

    *ret_problem = byte_problem(line, length, first);
    if (*ret_problem)
        return POLICY_LINE_BLANK;
    while (indent < length && is_blank(line[indent]))
        indent++;
    if (indent == length || line[indent] == ';' || line[indent] == '#')
        return POLICY_LINE_BLANK;
    if (length > POLICY_LINE_MAX) {
        *ret_problem = "is longer than 190 bytes; shorten it, or write a list on several indented "
                       "lines";
        return POLICY_LINE_BLANK;
    }
    if (has_inline_comment(line, length)) {
        *ret_problem = "has a ';' that would begin a comment; write comments on their own lines, "
                       "and no ';' after a blank or '='";
        return POLICY_LINE_BLANK;
    }
    if (line[indent] == '[') {
        *ret_problem = indent ? "has a '[' behind blanks; write a heading at the line's beginning"
                              : section_problem(line, length);
        return POLICY_LINE_SECTION;
    }
    if (indent)
        return POLICY_LINE_CONTINUATION;
    *ret_problem = key_problem(line, length);
    return POLICY_LINE_KEY;
}
