/* What PAM has to say to the person in front of the screen.
 * Runs as: root, in a session leader. */
#include "pam-conversation.h"

#include <stdlib.h>
#include <string.h>

/* Cuts between two characters, never inside one. */
static void keep(char *kept, const char *text)
{
    size_t length = strlen(text);

    if (length >= PAM_CONVERSATION_TEXT) {
        length = PAM_CONVERSATION_TEXT - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
            length--;
    }
    memcpy(kept, text, length);
    kept[length] = '\0';
}

/* pam_conv(3). */
static int converse(int count, const struct pam_message **messages, struct pam_response **responses,
                    void *data)
{
    struct pam_conversation *conversation = data;

    for (int i = 0; i < count; i++) {
        if (messages[i]->msg_style == PAM_ERROR_MSG)
            keep(conversation->error, messages[i]->msg);
        else if (messages[i]->msg_style == PAM_TEXT_INFO)
            keep(conversation->info, messages[i]->msg);
        else
            return PAM_CONV_ERR;
    }
    *responses = calloc((size_t)count, sizeof **responses); /* libpam frees it */
    return *responses == NULL ? PAM_BUF_ERR : PAM_SUCCESS;
}

struct pam_conv pam_conversation_of(struct pam_conversation *conversation)
{
    return (struct pam_conv){.conv = converse, .appdata_ptr = conversation};
}
