/* The report of a session: one journal entry, with nothing in it about the person.
 * Runs as: root, in a session leader. */
#include "session-report.h"

#include <inttypes.h>
#include <stdio.h>
#include <syslog.h>

#include "journal.h"

static void add_claims(struct journal_entry *entry, const struct leader_end *end)
{
    const struct end_claim *claim = &end->claim;

    journal_add(entry, "KIOSK_CLAIMED", "%s",
                end->has_claim ? end_reason_name(claim->reason) : "nothing");
    if (!end->has_claim || !claim->has_details)
        return;
    journal_add(entry, "KIOSK_READY_MS", "%u", claim->ready_ms);
    journal_add(entry, "KIOSK_LOGOUT", "%s", logout_result_name(claim->logout));
    journal_add(entry, "KIOSK_REPLAY", "%s", logout_proof_name(claim->proof));
}

void session_report(const struct session_record *record, const struct leader_end *end,
                    uint64_t to_wiped_ms)
{
    struct journal_entry entry = {.length = 0};
    bool is_clean = session_record_is_clean(record);
    uint64_t duration = record->end > record->start ? record->end - record->start : 0;

    journal_add(&entry, "MESSAGE", "Kiosk session ended, reason %s, wipe %s", record->reason,
                record->wipe);
    journal_add(&entry, "MESSAGE_ID", SESSION_REPORT_ID);
    journal_add(&entry, "PRIORITY", "%d", is_clean ? LOG_NOTICE : LOG_CRIT);
    journal_add(&entry, "SYSLOG_IDENTIFIER", "kiosk-launch");
    journal_add(&entry, "KIOSK_REASON", "%s", record->reason);
    journal_add(&entry, "KIOSK_OBSERVED", "%s", record->observed);
    add_claims(&entry, end);
    journal_add(&entry, "KIOSK_DURATION_S", "%" PRIu64, duration);
    journal_add(&entry, "KIOSK_KILLED", "%" PRIu64, record->killed);
    journal_add(&entry, "KIOSK_WIPED_FILES", "%" PRIu64, record->files);
    journal_add(&entry, "KIOSK_WIPED_BYTES", "%" PRIu64, record->bytes);
    journal_add(&entry, "KIOSK_WIPE", "%s", record->wipe);
    journal_add(&entry, "KIOSK_WIPE_MS", "%" PRIu64, record->wiped_ms);
    journal_add(&entry, "KIOSK_TO_WIPED_MS", "%" PRIu64, to_wiped_ms);
    if (record->why[0] != '\0')
        journal_add(&entry, "KIOSK_WHY", "%s", record->why);
    if (journal_send(&entry) == 0)
        return;
    for (char *end_of_line = entry.text; *end_of_line != '\0'; end_of_line++)
        if (*end_of_line == '\n' && end_of_line[1] != '\0')
            *end_of_line = ' ';
    (void)fprintf(stderr, "kiosk-launch: report: %s", entry.text);
}
