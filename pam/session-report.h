/* The report of a session: one journal entry, with nothing in it about the person.
 * Runs as: root, in a session leader. */
#pragma once

#include "leader-watch.h"
#include "session-record.h"

/* The entry's MESSAGE_ID, by which journalctl finds all reports. */
#define SESSION_REPORT_ID "122fafa2b587208bb12431ecaf88ea08"

/* Writes what RECORD and END hold to the journal, or where there is none to stderr. TO_WIPED_MS:
 * from the end of the session's last process to the verified wipe. */
void session_report(const struct session_record *record, const struct leader_end *end,
                    uint64_t to_wiped_ms);
