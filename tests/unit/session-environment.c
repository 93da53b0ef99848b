/* The table of the children's environments: who gets what, and that nothing else gets through.
 * Runs as: whoever runs the tests. */
#include "environment.h"

#include <stdlib.h>

#include "test.h"

static const struct session_facts facts = {
    .home = "/home/k",
    .user = "k",
    .display = ":7",
    .xauthority = "/run/cookie",
    .runtime_dir = "/run/user/7",
    .language = "fr",
    .bus_address = "unix:path=/run/user/7/bus",
    .a11y_address = "unix:path=/run/user/7/at-spi-bus",
    .decoy_display = ":100",
    .decoy_xauthority = "/run/user/7/decoy-xauthority",
};

static void check(enum session_reader reader, const char *name, const char *value)
{
    g_auto(GStrv) environment = session_environment_new(&facts, reader);
    const char *found = g_environ_getenv(environment, name);

    if (value)
        CHECK_STR(found, value);
    else
        CHECK_FOR(name, found == NULL);
}

static void test_who_reaches_which_display(void)
{
    check(SESSION_READER_BROWSER, "DISPLAY", ":7");
    check(SESSION_READER_NOTIFIER, "DISPLAY", ":7");
    check(SESSION_READER_A11Y, "DISPLAY", ":7");
    check(SESSION_READER_BUS, "DISPLAY", NULL);
    check(SESSION_READER_DECOY, "DISPLAY", NULL);
    check(SESSION_READER_DECOY, "XAUTHORITY", NULL);
    check(SESSION_READER_BROWSER, "KIOSK_DECOY_DISPLAY", ":100");
    check(SESSION_READER_BROWSER, "KIOSK_DECOY_XAUTHORITY", "/run/user/7/decoy-xauthority");
    check(SESSION_READER_NOTIFIER, "KIOSK_DECOY_DISPLAY", NULL);
}

static void test_what_is_unknown_is_left_out(void)
{
    struct session_facts software = facts;

    check(SESSION_READER_BROWSER, "KIOSK_PREVIOUS_WIPE", NULL);
    check(SESSION_READER_BROWSER, "GDK_SCALE", NULL);
    check(SESSION_READER_BROWSER, "WEBKIT_DISABLE_DMABUF_RENDERER", NULL);

    software.software = "1";
    g_auto(GStrv) environment = session_environment_new(&software, SESSION_READER_BROWSER);
    CHECK_STR(g_environ_getenv(environment, "WEBKIT_DISABLE_DMABUF_RENDERER"), "1");
}

static void test_nothing_gets_through(void)
{
    static const char *const hostile[] = {
        "LD_PRELOAD", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS",
        "SNAP",       "GTK_MODULES",
        "http_proxy", "SSLKEYLOGFILE",
        "GTK_DEBUG",  "DBUS_STARTER_ADDRESS",
    };
    const enum session_reader readers[] = {SESSION_READER_BUS, SESSION_READER_A11Y,
                                           SESSION_READER_DECOY, SESSION_READER_NOTIFIER,
                                           SESSION_READER_BROWSER};

    for (size_t i = 0; i < G_N_ELEMENTS(hostile); i++) {
        g_setenv(hostile[i], "1", TRUE);
        for (size_t j = 0; j < G_N_ELEMENTS(readers); j++)
            check(readers[j], hostile[i], NULL);
        g_unsetenv(hostile[i]);
    }
}

static void test_what_must_be_given(void)
{
    static const char *const needed[] = {"HOME", "USER", "DISPLAY", "XAUTHORITY",
                                         "XDG_RUNTIME_DIR"};
    struct session_facts read = {0};

    for (size_t i = 0; i < G_N_ELEMENTS(needed); i++)
        g_setenv(needed[i], "/x", TRUE);
    CHECK(session_facts_read(&read));
    for (size_t i = 0; i < G_N_ELEMENTS(needed); i++) {
        g_unsetenv(needed[i]);
        CHECK_FOR(needed[i], !session_facts_read(&read));
        g_setenv(needed[i], "/x", TRUE);
    }
    g_setenv("XDG_RUNTIME_DIR", "relative", TRUE);
    CHECK(!session_facts_read(&read));
}

int main(void)
{
    test_who_reaches_which_display();
    test_what_is_unknown_is_left_out();
    test_nothing_gets_through();
    test_what_must_be_given();
    return TEST_RESULT();
}
