/* Finds many patterns in one pass over some data, for search.py.
 * Runs as: root, in a throw-away machine.
 *
 * A table of all pairs of bytes tells which begin a pattern; in most data nearly none do. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { PAIRS = 1 << 16 };

struct pattern {
    const uint8_t *bytes; /* two or more; the caller's, as long as the scan */
    size_t length;
};

struct hit {
    size_t at;
    size_t pattern; /* its number */
};

struct scan {
    const struct pattern *patterns;
    size_t count;
    uint8_t begins[PAIRS];
};

struct scan *scan_new(const struct pattern *patterns, size_t count);
void scan_free(struct scan *scan);
size_t scan_find(const struct scan *scan, const uint8_t *data, size_t size, struct hit *hits,
                 size_t max);

static unsigned pair(const uint8_t *data)
{
    return data[0] | (unsigned)data[1] << 8;
}

/* NULL when there is no memory. */
struct scan *scan_new(const struct pattern *patterns, size_t count)
{
    struct scan *scan = calloc(1, sizeof *scan);

    if (!scan)
        return NULL;
    scan->patterns = patterns;
    scan->count = count;
    for (size_t i = 0; i < count; i++)
        scan->begins[pair(patterns[i].bytes)] = 1;
    return scan;
}

void scan_free(struct scan *scan)
{
    free(scan);
}

static size_t check(const struct scan *scan, const uint8_t *data, size_t size, size_t at,
                    struct hit *hits, size_t max)
{
    size_t found = 0;

    for (size_t i = 0; i < scan->count && found < max; i++) {
        const struct pattern *pattern = &scan->patterns[i];

        if (pattern->length <= size - at && memcmp(data + at, pattern->bytes, pattern->length) == 0)
            hits[found++] = (struct hit){.at = at, .pattern = i};
    }
    return found;
}

/* Returns how many of the MAX hits were filled, in order. Fewer than MAX: there are no more. */
size_t scan_find(const struct scan *scan, const uint8_t *data, size_t size, struct hit *hits,
                 size_t max)
{
    size_t found = 0;

    for (size_t at = 0; at + 1 < size && found < max; at++)
        if (scan->begins[pair(data + at)])
            found += check(scan, data, size, at, hits + found, max - found);
    return found;
}
