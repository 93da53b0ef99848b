/* Collects what is wrong with a policy, one text per fault.
 * Runs as: every part; owns nothing but the list it fills. */
#include "policy-errors.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static bool add(struct policy_errors *errors, struct policy_place place,
                const struct policy_key *key, const char *format, va_list arguments)
    __attribute__((format(printf, 4, 0)));

static bool add(struct policy_errors *errors, struct policy_place place,
                const struct policy_key *key, const char *format, va_list arguments)
{
    size_t size = 0;
    char *text = NULL;
    FILE *stream = open_memstream(&text, &size);
    char **texts = NULL;
    bool written;

    if (!stream)
        return false;
    fputs(place.file, stream);
    if (place.line)
        fprintf(stream, ":%u", place.line);
    if (key)
        fprintf(stream, ": %s.%s", key->section, key->name);
    fputs(": ", stream);
    vfprintf(stream, format, arguments);
    written = !ferror(stream);
    if (fclose(stream) == 0 && written && text) /* glibc may have lost the text and not say so */
        texts = reallocarray(errors->texts, errors->count + 1, sizeof *texts);
    if (!texts) {
        free(text);
        return false;
    }
    errors->texts = texts;
    errors->texts[errors->count++] = text;
    return true;
}

bool policy_errors_add(struct policy_errors *errors, struct policy_place place, const char *format,
                       ...)
{
    va_list arguments;

    va_start(arguments, format);
    bool added = add(errors, place, NULL, format, arguments);
    va_end(arguments);
    return added;
}

bool policy_errors_add_key(struct policy_errors *errors, struct policy_place place,
                           const struct policy_key *key, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    bool added = add(errors, place, key, format, arguments);
    va_end(arguments);
    return added;
}

void policy_errors_clear(struct policy_errors *errors)
{
    for (size_t i = 0; i < errors->count; i++)
        free(errors->texts[i]);
    free(errors->texts);
    *errors = (struct policy_errors){0};
}
