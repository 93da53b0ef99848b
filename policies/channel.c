/* The words that kiosk-session and kiosk-browser may say to each other.
 * Runs as: the kiosk user, on both ends; owns nothing. */
#include "channel.h"

#include <stdio.h>
#include <string.h>

enum argument { ARGUMENT_NONE, ARGUMENT_REASON, ARGUMENT_SECONDS, ARGUMENT_LOGOUT };

enum { SECONDS_MAX = 86400 };

static const struct {
    const char *text;
    enum argument argument;
} words[CHANNEL_WORD_COUNT] = {
    [CHANNEL_READY] = {"ready",       ARGUMENT_NONE   },
    [CHANNEL_REQUEST_END] = {"request-end", ARGUMENT_REASON },
    [CHANNEL_STAY] = {"stay",        ARGUMENT_NONE   },
    [CHANNEL_ALIVE] = {"alive",       ARGUMENT_NONE   },
    [CHANNEL_USED] = {"used",        ARGUMENT_NONE   },
    [CHANNEL_LOGOUT] = {"logout",      ARGUMENT_LOGOUT },
    [CHANNEL_WARN] = {"warn",        ARGUMENT_SECONDS},
    [CHANNEL_RESUME] = {"resume",      ARGUMENT_NONE   },
    [CHANNEL_END] = {"end",         ARGUMENT_REASON },
    [CHANNEL_PING] = {"ping",        ARGUMENT_NONE   },
    [CHANNEL_REFRESH] = {"refresh",     ARGUMENT_NONE   },
};

size_t channel_encode(const struct channel_message *message, char buffer[CHANNEL_PACKET_MAX])
{
    const char *text = words[message->word].text;
    int length = 0;

    switch (words[message->word].argument) {
    case ARGUMENT_NONE:
        length = snprintf(buffer, CHANNEL_PACKET_MAX, "%s", text);
        break;
    case ARGUMENT_REASON:
        length =
            snprintf(buffer, CHANNEL_PACKET_MAX, "%s %s", text, end_reason_name(message->reason));
        break;
    case ARGUMENT_SECONDS:
        length = snprintf(buffer, CHANNEL_PACKET_MAX, "%s %u", text, message->seconds);
        break;
    case ARGUMENT_LOGOUT:
        length = snprintf(buffer, CHANNEL_PACKET_MAX, "%s %s %s", text,
                          logout_result_name(message->logout), logout_proof_name(message->proof));
        break;
    }
    return (size_t)length;
}

static bool decode_seconds(const char *text, unsigned *ret_seconds)
{
    unsigned seconds = 0;

    if (text[0] < '1' || text[0] > '9')
        return false;
    for (; *text; text++) {
        if (*text < '0' || *text > '9')
            return false;
        seconds = seconds * 10 + (unsigned)(*text - '0');
        if (seconds > SECONDS_MAX)
            return false;
    }
    *ret_seconds = seconds;
    return true;
}

static bool decode_logout(char *text, struct channel_message *message)
{
    char *proof = strchr(text, ' ');

    if (!proof)
        return false;
    *proof++ = '\0';
    return logout_result_from_name(text, &message->logout) &&
           logout_proof_from_name(proof, &message->proof);
}

static bool decode_argument(enum argument argument, char *text, struct channel_message *message)
{
    switch (argument) {
    case ARGUMENT_REASON:
        return end_reason_from_name(text, &message->reason);
    case ARGUMENT_SECONDS:
        return decode_seconds(text, &message->seconds);
    case ARGUMENT_LOGOUT:
        return decode_logout(text, message);
    case ARGUMENT_NONE:
        break;
    }
    return false;
}

bool channel_decode(const char *packet, size_t length, struct channel_message *ret_message)
{
    char text[CHANNEL_PACKET_MAX];
    struct channel_message message = {0};
    char *argument;

    if (length == 0 || length >= sizeof text || memchr(packet, '\0', length))
        return false;
    memcpy(text, packet, length);
    text[length] = '\0';
    argument = strchr(text, ' ');
    if (argument)
        *argument++ = '\0';

    for (int i = 0; i < CHANNEL_WORD_COUNT; i++) {
        if (strcmp(words[i].text, text) != 0)
            continue;
        message.word = (enum channel_word)i;
        if ((words[i].argument == ARGUMENT_NONE) != (argument == NULL))
            return false;
        if (argument && !decode_argument(words[i].argument, argument, &message))
            return false;
        *ret_message = message;
        return true;
    }
    return false;
}
