/* Every cell of the session's state machine, against a second spelling of it.
 * Runs as: whoever runs the tests. Argument: the manual page that shows the table; with
 * --diagram it prints what that page must have. */
#include "state-machine.h"

#include <stdlib.h>

#include "test.h"

/* One line per event; for each state, in their order: next state, action, reason that gets fixed.
 */
static const char *const expected[SESSION_EVENT_COUNT] = {
    [SESSION_EVENT_BROWSER_READY] =
        "ready rest | ready - | touched - | active - | warning - | ending -",
    [SESSION_EVENT_INPUT] =
        "touched begin | touched begin | touched - | active - | warning - | ending -",
    [SESSION_EVENT_USED] =
        "active begin | active begin | active - | active - | warning - | ending -",
    [SESSION_EVENT_STAY] =
        "starting refuse | ready refuse | touched - | active - | active resume | ending -",
    [SESSION_EVENT_IDLE] =
        "starting refuse | ready refuse | ready refresh | warning warn | warning refuse | ending -",
    [SESSION_EVENT_COUNTDOWN_OVER] = "starting refuse | ready refuse | touched refuse | "
                                     "active refuse | ending ask idle | ending refuse",
    [SESSION_EVENT_REFRESH_DUE] =
        "starting refuse | ready refresh | touched - | active - | warning - | ending -",
    [SESSION_EVENT_CLOSING_NEAR] = "starting - | ready - | touched closing | active closing | "
                                   "warning closing | ending -",
    [SESSION_EVENT_DURATION_NEAR] = "starting refuse | ready refuse | touched notice | "
                                    "active notice | warning notice | ending refuse",
    [SESSION_EVENT_DURATION_OVER] =
        "starting refuse | ready refuse | ending ask max-duration | ending ask max-duration | "
        "ending ask max-duration | ending refuse",
    [SESSION_EVENT_END_REQUEST] = "ending ask admin | ending ask admin | ending ask admin | "
                                  "ending ask admin | ending ask admin | ending -",
    [SESSION_EVENT_BROWSER_EXIT] =
        "ending finish crash-browser | ending finish crash-browser | ending finish crash-browser | "
        "ending finish crash-browser | ending finish crash-browser | ending finish",
    [SESSION_EVENT_BROWSER_FAULT] =
        "ending kill crash-browser | ending kill crash-browser | ending kill crash-browser | "
        "ending kill crash-browser | ending kill crash-browser | ending kill",
    [SESSION_EVENT_X_LOST] = "ending kill crash-x | ending kill crash-x | ending kill crash-x | "
                             "ending kill crash-x | ending kill crash-x | ending -",
    [SESSION_EVENT_COMPONENT_LOST] =
        "ending ask crash-session | ending ask crash-session | ending ask crash-session | "
        "ending ask crash-session | ending ask crash-session | ending -",
    [SESSION_EVENT_PATIENCE_OVER] = "starting refuse | ready refuse | touched refuse | "
                                    "active refuse | warning refuse | ending push",
};

/* The reason that an ending session in these tests has already. */
static const enum end_reason first_reason = END_REASON_WEBMAIL_LOGOUT;

static struct session_machine machine_in(enum session_state state)
{
    struct session_machine machine = session_machine_new();

    machine.state = state;
    if (state == SESSION_ENDING)
        machine.reason = first_reason;
    return machine;
}

static void write_cell(FILE *file, enum session_state state, enum session_event event)
{
    struct session_machine machine = machine_in(state);
    enum session_action action = session_machine_handle(&machine, event, END_REASON_ADMIN);

    fprintf(file, "%s %s", session_state_name(machine.state), session_action_name(action));
    if (machine.state == SESSION_ENDING && state != SESSION_ENDING)
        fprintf(file, " %s", end_reason_name(machine.reason));
}

static void test_every_cell(void)
{
    for (int event = 0; event < SESSION_EVENT_COUNT; event++) {
        char *row = NULL;
        size_t size = 0;
        FILE *file = open_memstream(&row, &size);

        for (int state = 0; state < SESSION_STATE_COUNT; state++) {
            if (state > 0)
                fputs(" | ", file);
            write_cell(file, (enum session_state)state, (enum session_event)event);
        }
        fclose(file);
        CHECK_STR(row, expected[event]);
        free(row);
    }
}

static void test_ending_keeps_its_first_reason(void)
{
    for (int event = 0; event < SESSION_EVENT_COUNT; event++) {
        struct session_machine machine = machine_in(SESSION_ENDING);

        session_machine_handle(&machine, (enum session_event)event, END_REASON_ADMIN);
        CHECK_FOR(session_event_name((enum session_event)event),
                  machine.state == SESSION_ENDING && machine.reason == first_reason);
    }
}

static void test_a_request_brings_its_reason(void)
{
    for (int reason = 0; reason < END_REASON_COUNT; reason++) {
        struct session_machine machine = session_machine_new();

        session_machine_handle(&machine, SESSION_EVENT_END_REQUEST, (enum end_reason)reason);
        CHECK_INT(machine.reason, reason);
    }
}

/* From the start, over every sequence of events: an end has a reason, and the session finishes only
 * when the browser is gone. */
static void walk(struct session_machine machine, int depth)
{
    if (depth == 0)
        return;
    for (int event = 0; event < SESSION_EVENT_COUNT; event++) {
        struct session_machine next = machine;
        enum session_action action =
            session_machine_handle(&next, (enum session_event)event, END_REASON_ADMIN);

        CHECK((next.state == SESSION_ENDING) == (next.reason < END_REASON_COUNT));
        CHECK((action == SESSION_ACTION_FINISH) == (event == SESSION_EVENT_BROWSER_EXIT));
        CHECK(action != SESSION_ACTION_REFUSE || next.state == machine.state);
        walk(next, depth - 1);
    }
}

/* What EVENT does in STATE: "ending     ask, idle"; false when it does nothing or cannot happen. */
static bool describe(enum session_state state, enum session_event event, char text[64])
{
    struct session_machine machine = machine_in(state);
    enum session_action action = session_machine_handle(&machine, event, END_REASON_COUNT);
    bool ends = machine.state == SESSION_ENDING && state != SESSION_ENDING;

    if (action == SESSION_ACTION_REFUSE ||
        (action == SESSION_ACTION_NOTHING && machine.state == state))
        return false;
    snprintf(text, 64, "%-8s  %s%s%s", session_state_name(machine.state),
             session_action_name(action), ends ? ", " : "",
             !ends                               ? ""
             : machine.reason < END_REASON_COUNT ? end_reason_name(machine.reason)
                                                 : "as requested");
    return true;
}

/* One line for each event and each thing it does: the states in which it does that. */
static void write_diagram(FILE *file)
{
    for (int event = 0; event < SESSION_EVENT_COUNT; event++) {
        bool is_told[SESSION_STATE_COUNT] = {false};

        for (int state = 0; state < SESSION_STATE_COUNT; state++) {
            char what[64], other[64], states[128] = "";

            if (is_told[state] ||
                !describe((enum session_state)state, (enum session_event)event, what))
                continue;
            for (int same = state; same < SESSION_STATE_COUNT; same++) {
                if (!describe((enum session_state)same, (enum session_event)event, other) ||
                    strcmp(what, other) != 0)
                    continue;
                is_told[same] = true;
                strcat(strcat(states, states[0] ? " " : ""),
                       session_state_name((enum session_state)same));
            }
            if (strcmp(states, "starting ready touched active warning") == 0)
                strcpy(states, "any but ending");
            fprintf(file, "%-14s  %-22s -> %s\n", session_event_name((enum session_event)event),
                    states, what);
        }
    }
}

/* The manual page shows the table as it is. */
static void test_the_manual_page(const char *path)
{
    char *diagram = NULL, page[65536];
    size_t size = 0;
    FILE *file = open_memstream(&diagram, &size);
    FILE *man = fopen(path, "r");

    write_diagram(file);
    fclose(file);
    CHECK_FOR(path, man != NULL);
    if (man) {
        page[fread(page, 1, sizeof page - 1, man)] = '\0';
        fclose(man);
        CHECK_FOR("test-session-state-machine --diagram", strstr(page, diagram) != NULL);
    }
    free(diagram);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--diagram") == 0) {
        write_diagram(stdout);
        return 0;
    }
    test_every_cell();
    test_ending_keeps_its_first_reason();
    test_a_request_brings_its_reason();
    walk(session_machine_new(), 5);
    if (argc == 2)
        test_the_manual_page(argv[1]);
    return TEST_RESULT();
}
