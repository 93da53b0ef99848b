/* Every cell of the session's state machine, against a second spelling of it.
 * Runs as: whoever runs the tests. With --diagram it prints the table instead. */
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

static void print_diagram(void)
{
    for (int event = 0; event < SESSION_EVENT_COUNT; event++)
        for (int state = 0; state < SESSION_STATE_COUNT; state++) {
            printf("%-9s + %-15s -> ", session_state_name((enum session_state)state),
                   session_event_name((enum session_event)event));
            write_cell(stdout, (enum session_state)state, (enum session_event)event);
            putchar('\n');
        }
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--diagram") == 0) {
        print_diagram();
        return 0;
    }
    test_every_cell();
    test_ending_keeps_its_first_reason();
    test_a_request_brings_its_reason();
    walk(session_machine_new(), 5);
    return TEST_RESULT();
}
