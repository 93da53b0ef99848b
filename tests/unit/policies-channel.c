/* The words between session and browser: what is written is read, and nothing else is.
 * Runs as: whoever runs the tests. */
#include "channel.h"
#include "test.h"

static void check_round_trip(struct channel_message message)
{
    struct channel_message found = {.word = CHANNEL_WORD_COUNT};
    char packet[CHANNEL_PACKET_MAX], again[CHANNEL_PACKET_MAX];
    size_t length = channel_encode(&message, packet);

    CHECK(length > 0 && length < CHANNEL_PACKET_MAX);
    CHECK(channel_decode(packet, length, &found));
    CHECK_INT(found.word, message.word);
    CHECK_INT(channel_encode(&found, again), length);
    CHECK(memcmp(packet, again, length) == 0);
    /* Cut or with something behind it, it is no message, or another one that reads back as it is.
     */
    for (size_t shorter = 0; shorter < length; shorter++)
        if (channel_decode(packet, shorter, &found))
            CHECK_INT(channel_encode(&found, again), shorter);
    packet[length] = ' ';
    CHECK(!channel_decode(packet, length + 1, &found));
    packet[length] = '\0';
    CHECK(!channel_decode(packet, length + 1, &found));
}

static void test_round_trips(void)
{
    static const unsigned seconds[] = {1, 9, 10, 30, 86399, 86400};

    for (int word = 0; word < CHANNEL_WORD_COUNT; word++) {
        for (int reason = 0; reason < END_REASON_COUNT; reason++)
            check_round_trip((struct channel_message){
                .word = (enum channel_word)word, .reason = (enum end_reason)reason, .seconds = 30});
        for (size_t i = 0; i < sizeof seconds / sizeof seconds[0]; i++)
            check_round_trip(
                (struct channel_message){.word = (enum channel_word)word, .seconds = seconds[i]});
        for (int logout = 0; logout < LOGOUT_RESULT_COUNT; logout++)
            for (int proof = 0; proof < LOGOUT_PROOF_COUNT; proof++)
                check_round_trip((struct channel_message){.word = (enum channel_word)word,
                                                          .seconds = 1,
                                                          .logout = (enum logout_result)logout,
                                                          .proof = (enum logout_proof)proof});
    }
}

static void test_refused(void)
{
    static const char *const packets[] = {
        "",
        "read",
        "readyy",
        "READY",
        " ready",
        "ready ",
        "ready\n",
        "ready 1",
        "warn",
        "warn ",
        "warn 0",
        "warn 00",
        "warn 030",
        "warn +30",
        "warn -1",
        "warn 86401",
        "warn 3 0",
        "warn 30s",
        "warn 4294967297",
        "warn  30",
        "end",
        "end ",
        "end idles",
        "end idle idle",
        "end  idle",
        "end IDLE",
        "request-end",
        "request-end ",
        "request-end x",
        "resume x",
        "used x",
        "refresh 1",
        "logout",
        "logout ",
        "logout done",
        "logout done ",
        "logout  dead",
        "logout dead done",
        "logout done dead ",
        "logout done dead x",
        "logout done  dead",
        "ping\t",
        "word",
        "idle",
        "warn 1111111111111111111111111111111111111",
    };
    struct channel_message message = {.word = CHANNEL_WORD_COUNT};
    char long_packet[CHANNEL_PACKET_MAX + 8];

    for (size_t i = 0; i < sizeof packets / sizeof packets[0]; i++)
        CHECK_FOR(packets[i], !channel_decode(packets[i], strlen(packets[i]), &message));
    CHECK(!channel_decode("ready\0x", 7, &message));
    CHECK(!channel_decode("\0ready", 6, &message));
    memset(long_packet, 'a', sizeof long_packet);
    for (size_t length = CHANNEL_PACKET_MAX - 1; length <= sizeof long_packet; length++)
        CHECK(!channel_decode(long_packet, length, &message));
    CHECK_INT(message.word, CHANNEL_WORD_COUNT);
}

int main(void)
{
    test_round_trips();
    test_refused();
    return TEST_RESULT();
}
