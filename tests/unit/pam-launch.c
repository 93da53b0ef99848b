/* The parts of kiosk-launch that need no root: the cookie's file, the back-off, what PAM says.
 * Runs as: whoever runs the tests. */
#include <stdbool.h>
#include <stdlib.h>

#include "back-off.h"
#include "launch-options.h"
#include "pam-conversation.h"
#include "user-message.h"
#include "x-authority.h"

#include "test.h"

/* Xau(3): family, then address, number, name and data, each counted; most significant byte first.
 */
static void test_authority_file(void)
{
    static const char expected[] = "\xff\xff"
                                   "\0\0"
                                   "\0\2"
                                   "12"
                                   "\0\22"
                                   "MIT-MAGIC-COOKIE-1"
                                   "\0\20"
                                   "0123456789abcdef";
    struct x_cookie cookie;
    unsigned char buffer[X_AUTHORITY_MAX];

    memcpy(cookie.bytes, "0123456789abcdef", sizeof cookie.bytes);
    CHECK_INT(x_authority_write(&cookie, 12, buffer), sizeof expected - 1);
    CHECK(memcmp(buffer, expected, sizeof expected - 1) == 0);
}

static void test_cookies_differ(void)
{
    struct x_cookie one = {{0}}, other = {{0}};

    CHECK_INT(x_cookie_make(&one), 0);
    CHECK_INT(x_cookie_make(&other), 0);
    CHECK(memcmp(&one, &other, sizeof one) != 0);
}

static void test_back_off(void)
{
    static const unsigned expected[] = {1, 2, 4, 8, 16, 32, 60, 60, 60};
    struct back_off back_off = {0};

    CHECK_INT(back_off_seconds(&back_off), 0);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        back_off_note(&back_off, false);
        CHECK_INT(back_off_seconds(&back_off), expected[i]);
    }
    back_off_note(&back_off, true);
    CHECK_INT(back_off_seconds(&back_off), 0);
}

static int say(struct pam_conv *conv, int style, const char *text)
{
    struct pam_message message = {.msg_style = style, .msg = text};
    const struct pam_message *messages = &message;
    struct pam_response *responses = NULL;
    int code = conv->conv(1, &messages, &responses, conv->appdata_ptr);

    free(responses);
    return code;
}

static void test_conversation(void)
{
    struct pam_conversation conversation = {.error = ""};
    struct pam_conv conv = pam_conversation_of(&conversation);
    char text[2 * PAM_CONVERSATION_TEXT + 1];

    CHECK_INT(say(&conv, PAM_ERROR_MSG, "non"), PAM_SUCCESS);
    CHECK_INT(say(&conv, PAM_TEXT_INFO, "parce que"), PAM_SUCCESS);
    CHECK_STR(conversation.error, "non");
    CHECK_STR(conversation.info, "parce que");
    CHECK_INT(say(&conv, PAM_PROMPT_ECHO_OFF, "Mot de passe"), PAM_CONV_ERR);
    CHECK_INT(say(&conv, PAM_PROMPT_ECHO_ON, "Nom"), PAM_CONV_ERR);

    for (size_t i = 0; i < sizeof text - 1; i += 2)
        memcpy(text + i, "\xc3\xa9", 2); /* é, so that the limit falls inside one */
    text[sizeof text - 1] = '\0';
    CHECK_INT(say(&conv, PAM_ERROR_MSG, text), PAM_SUCCESS);
    CHECK_INT(strlen(conversation.error), PAM_CONVERSATION_TEXT - 2);
}

/* Each message is there in both languages, and fits what carries it to the screen. */
static void test_messages(void)
{
    for (int i = 0; i < USER_MESSAGE_COUNT; i++) {
        const char *french = user_message_text((enum user_message)i, POLICY_LANGUAGE_FR);
        const char *english = user_message_text((enum user_message)i, POLICY_LANGUAGE_EN);

        CHECK(french != NULL && english != NULL);
        if (french == NULL || english == NULL)
            continue;
        CHECK_FOR(english, strlen(french) > 0 && strlen(french) < PAM_CONVERSATION_TEXT);
        CHECK_FOR(english, strlen(english) > 0 && strlen(english) < PAM_CONVERSATION_TEXT);
        CHECK_FOR(english, strcmp(french, english) != 0);
    }
}

static void test_options(void)
{
    char *arguments[] = {(char *)"kiosk-launch",        (char *)"--user=poste",
                         (char *)"--x-server=xvfb",     (char *)"--display=:12",
                         (char *)"--screen=800x600x16", (char *)"--sessions=3",
                         (char *)"--policy=/etc/p",     NULL};
    struct launch_options options;
    int status;

    CHECK(launch_options_read(7, arguments, &options, &status));
    CHECK_STR(options.user, "poste");
    CHECK_STR(options.policy, "/etc/p");
    CHECK_INT(options.display, 12);
    CHECK_INT(options.width, 800);
    CHECK_INT(options.height, 600);
    CHECK_INT(options.depth, 16);
    CHECK_INT(options.sessions, 3);
}

int main(void)
{
    test_authority_file();
    test_cookies_differ();
    test_back_off();
    test_conversation();
    test_messages();
    test_options();
    return TEST_RESULT();
}
