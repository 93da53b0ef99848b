/* What PAM has to say to the person in front of the screen.
 * Runs as: root, in a session leader. */
#pragma once

#include <security/pam_appl.h>

enum { PAM_CONVERSATION_TEXT = 600 };

/* The last error message and the last remark; UTF-8, cut off where they are too long. */
struct pam_conversation {
    char error[PAM_CONVERSATION_TEXT];
    char info[PAM_CONVERSATION_TEXT];
};

/* A conversation that writes to CONVERSATION, which must outlive the PAM handle. Nobody answers: a
 * prompt fails, and with it whatever wanted a password. */
struct pam_conv pam_conversation_of(struct pam_conversation *conversation);
