/* The words that kiosk-session and kiosk-browser may say to each other.
 * Runs as: the kiosk user, on both ends; owns nothing.
 *
 * The channel is one SOCK_SEQPACKET socket pair that kiosk-session makes and the browser inherits.
 * Each packet is one message: the word, then for some a space and one argument; ASCII, no NUL, no
 * newline, at most CHANNEL_PACKET_MAX bytes. Nothing of a page (address, title, text) ever crosses
 * it. A packet that does not decode is a defect or an attack: the receiver ends the session. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "end-reason.h"
#include "logout-result.h"

enum { CHANNEL_PACKET_MAX = 64 };

enum channel_word {
    /* browser to session */
    CHANNEL_READY,       /* the start page is painted and can be used */
    CHANNEL_REQUEST_END, /* end with this reason: logout-button, webmail-logout or crash-browser */
    CHANNEL_STAY,        /* the user said "it is still me" while the idle warning counted down */
    CHANNEL_ALIVE,       /* the main loop turns; answers CHANNEL_PING */
    CHANNEL_USED,        /* something was typed, or the start page was left: a login may be there */
    CHANNEL_LOGOUT,      /* what became of the login at the server; once, before the exit */
    /* session to browser */
    CHANNEL_WARN,   /* hide the page and count down; argument: whole seconds left */
    CHANNEL_RESUME, /* there was activity: show the page again */
    CHANNEL_END,    /* end now, with this reason; the browser exits when it has done its part */
    CHANNEL_PING,
    CHANNEL_REFRESH, /* nobody is there, and nothing was typed: load the start page anew */
    CHANNEL_WORD_COUNT
};

struct channel_message {
    enum channel_word word;
    enum end_reason reason;    /* CHANNEL_REQUEST_END, CHANNEL_END */
    unsigned seconds;          /* CHANNEL_WARN, 1 to 86400 */
    enum logout_result logout; /* CHANNEL_LOGOUT */
    enum logout_proof proof;   /* CHANNEL_LOGOUT */
};

/* Writes MESSAGE into BUFFER; returns the packet's length in bytes. */
size_t channel_encode(const struct channel_message *message, char buffer[CHANNEL_PACKET_MAX]);

/* Strict: true only for exactly what channel_encode writes; else *ret_message is untouched. */
bool channel_decode(const char *packet, size_t length, struct channel_message *ret_message);
