/* The line on the end pipe: there and back, and what is refused.
 * Runs as: whoever runs the tests. */
#include "end-claim.h"

#include "test.h"

static void test_round_trips(void)
{
    for (int reason = 0; reason < END_REASON_COUNT; reason++)
        for (int logout = 0; logout < LOGOUT_RESULT_COUNT; logout++)
            for (int proof = 0; proof < LOGOUT_PROOF_COUNT; proof++) {
                struct end_claim claim = {(enum end_reason)reason, logout % 2 == 0, 999999999,
                                          (enum logout_result)logout, (enum logout_proof)proof};
                struct end_claim found = {.reason = END_REASON_COUNT};
                char line[END_CLAIM_MAX];
                size_t length = end_claim_encode(&claim, line);

                CHECK(length < END_CLAIM_MAX - 1);
                CHECK(end_claim_decode(line, length, &found));
                CHECK_INT(found.reason, reason);
                CHECK(found.has_details == claim.has_details);
                if (claim.has_details)
                    CHECK(found.ready_ms == claim.ready_ms && found.logout == claim.logout &&
                          found.proof == claim.proof);
            }
}

static void test_others_are_refused(void)
{
    static const char *const lines[] = {
        "",
        "\n",
        "reason=idle",
        "reason=idle\n\n",
        "reason=idle\nreason=idle\n",
        " reason=idle\n",
        "reason= idle\n",
        "reason=none\n",
        "reason=idle ready-ms=5\n",
        "reason=idle ready-ms=5 logout=done\n",
        "reason=idle ready-ms=05 logout=done replay=dead\n",
        "reason=idle ready-ms=-5 logout=done replay=dead\n",
        "reason=idle ready-ms=+5 logout=done replay=dead\n",
        "reason=idle ready-ms=5 logout=done replay=dead x\n",
        "reason=idle  ready-ms=5 logout=done replay=dead\n",
        "reason=idle ready-ms=5 logout=dead replay=done\n",
        "reason=idle ready-ms=1234567890 logout=done replay=dead\n",
    };
    struct end_claim claim = {.reason = END_REASON_COUNT};

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        CHECK_FOR(lines[i], !end_claim_decode(lines[i], strlen(lines[i]), &claim));
    CHECK(!end_claim_decode("reason=idle\0\n", 13, &claim));
    CHECK_INT(claim.reason, END_REASON_COUNT);
}

int main(void)
{
    test_round_trips();
    test_others_are_refused();
    return TEST_RESULT();
}
