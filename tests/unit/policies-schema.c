/* The table of keys against struct policy, and the shipped examples against the table.
 * Runs as: whoever runs the tests. Arguments: the example policies. */
#include <stdlib.h>

#include "policy-text.h"
#include "policy-value.h"
#include "policy.h"
#include "test.h"

/* Size of the member that a key of that type fills. */
static const size_t sizes[POLICY_TYPE_END] = {
    [POLICY_TYPE_STRING] = sizeof(char *),
    [POLICY_TYPE_URL] = sizeof(char *),
    [POLICY_TYPE_URL_RULES] = sizeof(struct url_rules),
    [POLICY_TYPE_TLS_PINS] = sizeof(struct tls_pins),
    [POLICY_TYPE_NAMES] = sizeof(struct policy_names),
    [POLICY_TYPE_ENUM] = sizeof(enum policy_language),
    [POLICY_TYPE_DURATION] = sizeof(unsigned),
    [POLICY_TYPE_SIZE] = sizeof(uint64_t),
    [POLICY_TYPE_COUNT] = sizeof(unsigned),
};

/* Each byte of the struct belongs to one key, or is padding, of which there is little. */
static void test_every_member_has_its_key(void)
{
    unsigned char used[sizeof(struct policy)] = {0};
    size_t gap = 0;

    for (size_t i = 0; i < POLICY_KEY_COUNT; i++) {
        CHECK(schema_at(policy_keys[i].offset) == &policy_keys[i]);
        for (size_t j = 0; j < sizes[policy_keys[i].type]; j++)
            CHECK_FOR(policy_keys[i].name, used[policy_keys[i].offset + j]++ == 0);
    }
    for (size_t i = 0; i < sizeof used; i++) {
        gap = used[i] ? 0 : gap + 1;
        CHECK(gap < sizeof(unsigned) + 1);
    }
}

static void test_texts(void)
{
    for (size_t i = 0; i < POLICY_KEY_COUNT; i++) {
        const struct policy_key *key = &policy_keys[i];
        char range[POLICY_RANGE_MAX];

        CHECK(schema_find(key->section, key->name) == key);
        CHECK(schema_has_section(key->section));
        CHECK(schema_nearest_key(key->section, key->name) == key);
        CHECK_FOR(key->name, key->help[strlen(key->help) - 1] == '.');
        CHECK_FOR(key->name, strlen(policy_text_range(key, range)) < POLICY_RANGE_MAX - 1);
        CHECK_FOR(key->name, policy_text_type(key->type) != NULL);
        CHECK_FOR(key->name, key->type != POLICY_TYPE_ENUM || key->words);
        CHECK_FOR(key->name, strlen(key->section) + strlen(key->name) < 45); /* inih cuts at 50 */
    }
    CHECK(schema_find("site", "idle-timeout") == NULL);
    CHECK(!schema_has_section(""));
    CHECK(schema_nearest_key("session", "wallpaper") == NULL);
    CHECK_STR(schema_nearest_key("site", "name")->section, "site");
    CHECK_STR(schema_nearest_key("support", "naem")->section, "support");
    CHECK_STR(schema_nearest_section("sesion"), "session");
    CHECK(schema_nearest_section("wallpaper") == NULL);
}

static void test_defaults_are_values(void)
{
    struct policy policy = {0};
    struct policy_errors errors = {0};

    for (size_t i = 0; i < POLICY_KEY_COUNT; i++) {
        const char *text = policy_keys[i].default_text;
        struct policy_line line = {(char *)(text ? text : ""), 0};
        struct policy_entry entry = {&policy_keys[i], "default", &line, 1};

        CHECK_FOR(policy_keys[i].name, policy_value_set(&entry, &policy, &errors) == 0);
        CHECK_FOR(policy_keys[i].name, text || policy_value_is_empty(&policy_keys[i], &policy));
        policy_value_clear(&policy_keys[i], &policy);
    }
    CHECK_INT(errors.count, 0);
    policy_errors_clear(&errors);
}

/* An example teaches: it loads without a word, and sets nothing but the site's own values. */
static void check_example(const char *path)
{
    struct policy *policy = NULL;
    struct policy_errors errors;
    int status = policy_load(path, POLICY_TRUST_ANY, &policy, &errors);

    for (size_t i = 0; i < errors.count; i++)
        fprintf(stderr, "%s\n", errors.texts[i]);
    CHECK_FOR(path, status == 0);
    policy_errors_clear(&errors);
    if (status < 0)
        return;
    CHECK_INT(policy->session_idle_timeout, 180);
    CHECK_INT(policy->session_idle_warning, 30);
    CHECK_INT(policy->session_max_duration, 3600);
    CHECK_INT(policy->session_home_size, 512 << 20);
    CHECK_INT(policy->session_language, POLICY_LANGUAGE_FR);
    CHECK_FOR(path, policy_names_contain(&policy->account_users, "kiosk"));
    CHECK_FOR(path, policy_names_contain(&policy->account_services, "webmail-kiosk"));
    CHECK_FOR(path, policy->site_mailbox_pages.count > 0);
    CHECK_FOR(path, policy->site_logged_out_pages.count > 0);
    CHECK_STR(policy->support_phone, "");
    /* A start page that were a mailbox page would make the login page look like a logout. */
    CHECK_FOR(path, url_rules_check(&policy->site_mailbox_pages, policy->site_start_url, NULL) !=
                        URL_ALLOWED);
    policy_free(policy);
}

int main(int argc, char **argv)
{
    test_every_member_has_its_key();
    test_texts();
    test_defaults_are_values();
    CHECK(argc > 1);
    for (int i = 1; i < argc; i++)
        check_example(argv[i]);
    return TEST_RESULT();
}
