/* Any bytes as the record of a session: no crash, and what is read is written again as it was,
 * whatever the order of its lines.
 * Runs as: whoever runs the tests. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "session-record.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct session_record record;
    struct session_record again;
    char text[SESSION_RECORD_MAX];
    char line[SESSION_RECORD_MAX];
    size_t written;

    if (!session_record_read((const char *)bytes, length, &record))
        return 0;
    written = session_record_write(&record, text);
    if (written >= sizeof text || !session_record_read(text, written, &again) ||
        memcmp(&record, &again, sizeof record) != 0)
        abort();
    session_record_line(&record, line);
    if (strchr(line, '\n') != NULL)
        abort();
    return 0;
}
