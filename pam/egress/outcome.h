/* What can become of one request, as the client, the log and the counters are told.
 * Runs as: an account without rights, outside of the session's network; owns nothing. */
#pragma once

/* Also the exit statuses of the process that serves the request. */
enum outcome {
    OUTCOME_OPENED,
    OUTCOME_MALFORMED,
    OUTCOME_METHOD,
    OUTCOME_NOT_ALLOWED,
    OUTCOME_NO_NAME,
    OUTCOME_NO_ROUTE,
    OUTCOME_TIMEOUT,
    OUTCOME_UPSTREAM,
    OUTCOME_BUSY,
    OUTCOME_GONE, /* the client went before it had said what it wants */
    OUTCOME_COUNT
};

/* A short English phrase for the log. */
const char *outcome_text(enum outcome outcome);

/* The whole answer to the client, static: a status line of its own for each outcome and the error
 * type of RFC 9209; "" for OUTCOME_GONE. */
const char *outcome_answer(enum outcome outcome);

/* The outcome that a status of connect_request_read stands for. */
enum outcome outcome_of_status(int status);
