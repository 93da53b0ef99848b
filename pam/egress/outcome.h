/* What can become of one request, as the client, the log and the counters are told.
 * Runs as: an account without rights, outside of the session's network; owns nothing. */
#pragma once

/* Also the exit statuses of the process that serves the request. */
enum outcome {
    OUTCOME_OPENED,
    OUTCOME_MALFORMED,
    OUTCOME_METHOD,
    OUTCOME_NOT_ALLOWED,
    OUTCOME_OFFLINE,        /* this machine has no network at all */
    OUTCOME_NO_NAME_SERVER, /* nobody says where the host is */
    OUTCOME_NO_NAME,
    OUTCOME_FALSE_ADDRESS, /* the name server gives the address that means "nowhere" */
    OUTCOME_NO_CONNECTION,
    OUTCOME_TIMEOUT,
    OUTCOME_UPSTREAM_DOWN,
    OUTCOME_UPSTREAM_LOGIN,
    OUTCOME_UPSTREAM_REFUSES,
    OUTCOME_UPSTREAM_FAILS, /* it cannot reach the host itself */
    OUTCOME_PORTAL,         /* a web page of the network, in the place of a tunnel */
    OUTCOME_NO_ROUTES,      /* the file that says which proxy to take is not there */
    OUTCOME_BAD_ROUTES,     /* it is there, and says nothing that can be used */
    OUTCOME_BUSY,
    OUTCOME_GONE, /* the client went, or waited too long, before it had said what it wants */
    OUTCOME_COUNT
};

/* A short English phrase for the log. */
const char *outcome_text(enum outcome outcome);

/* The whole answer to the client, static: a status line of its own for each outcome and the error
 * type of RFC 9209; "" for OUTCOME_GONE. */
const char *outcome_answer(enum outcome outcome);

/* The outcome that a status of connect_request_read stands for. */
enum outcome outcome_of_status(int status);
