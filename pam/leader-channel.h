/* What kiosk-launch and a session leader say to each other.
 * Runs as: root, on both ends of a SOCK_SEQPACKET socket pair. */
#pragma once

#include <stdbool.h>

#include "end-reason.h"
#include "pam-conversation.h"
#include "session-record.h"

enum leader_word {
    /* leader to launcher */
    LEADER_REFUSED, /* PAM said no: error and info for the screen, line for the log */
    LEADER_OPEN,    /* the session program runs */
    LEADER_OVER,    /* all of its processes have ended; the X server must go before the rest */
    LEADER_CLOSED,  /* PAM closed the session; line is the report */
    /* launcher to leader */
    LEADER_END,    /* end the session, for this reason */
    LEADER_X_GONE, /* the X server has ended; is_accident: by itself */
    LEADER_WORD_COUNT
};

struct leader_message {
    enum leader_word word;
    enum end_reason reason; /* LEADER_END */
    bool is_accident;       /* LEADER_X_GONE */
    bool is_clean;          /* LEADER_CLOSED: wiped, and verified */
    bool is_healthy;        /* LEADER_CLOSED: no reason to wait before the next one */
    char error[PAM_CONVERSATION_TEXT];
    char info[PAM_CONVERSATION_TEXT];
    char line[SESSION_RECORD_MAX];
};

/* 0 or negative errno (-EPIPE: the other end is gone). */
int leader_channel_send(int fd, const struct leader_message *message);

/* Takes the next message. 1; 0 when the other end is gone; negative errno (-EBADMSG for a message
 * of another size or with an unknown word). */
int leader_channel_receive(int fd, struct leader_message *ret_message);
