/* The policy: what a session, its browser and its end may be.
 * Runs as: every part, root included; plain C, never logs, owns nothing but what it returns. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tls-pin.h"
#include "url-parts.h"
#include "url-rule.h"

struct policy_names {
    char **items;
    size_t count;
};

enum policy_language { POLICY_LANGUAGE_FR, POLICY_LANGUAGE_EN };
enum policy_choice { POLICY_NO, POLICY_YES };
enum policy_method { POLICY_METHOD_GET, POLICY_METHOD_POST };

/* Stands for the token in the texts of [logout]. */
#define POLICY_TOKEN "{token}"

/* What becomes of a session whose memory may be swapped out to a disk. */
enum policy_swap { POLICY_SWAP_WARN, POLICY_SWAP_REFUSE };

/* One member per key of the schema, section_key. Strings are never NULL; unset ones are "". */
struct policy {
    /* [site] */
    char *site_name;
    char *site_start_url;
    struct url_rules site_allow;
    struct url_rules site_assets;
    struct url_rules site_mailbox_pages;
    struct url_rules site_logged_out_pages;
    char *site_save_draft; /* CSS selector */
    /* [logout] */
    char *logout_url; /* may hold POLICY_TOKEN, as logout_form and logout_check_url may */
    enum policy_method logout_method;
    char *logout_form;
    char *logout_token_cookie;
    char *logout_token_query;
    char *logout_token_page;
    char *logout_token_after;
    char *logout_check_url;
    char *logout_refused_text;
    /* [tls] */
    struct tls_pins tls_pins;
    /* [account] */
    struct policy_names account_users;
    char *account_group;
    struct policy_names account_services;
    /* [session] */
    enum policy_language session_language;
    unsigned session_idle_timeout; /* seconds */
    unsigned session_idle_warning; /* seconds, part of the timeout */
    unsigned session_max_duration; /* seconds */
    uint64_t session_home_size;    /* bytes */
    unsigned session_home_files;   /* inodes */
    unsigned session_processes;    /* RLIMIT_NPROC */
    enum policy_swap session_swap;
    unsigned session_logout_wait; /* seconds the browser may take to end itself */
    unsigned session_end_undo;    /* seconds; 0: none */
    unsigned session_clipboard_lifetime;
    /* [hours] */
    char *hours_monday;
    char *hours_tuesday;
    char *hours_wednesday;
    char *hours_thursday;
    char *hours_friday;
    char *hours_saturday;
    char *hours_sunday;
    struct policy_names hours_holidays;
    /* [login] */
    char *login_identifier_hint;
    enum policy_choice login_prefill_identifier;
    char *login_strong_authentication_url;
    /* [network] */
    char *network_upstream_proxy;    /* "host:port" */
    char *network_proxy_auto_config; /* the URL of a PAC file; then the other is "" */
    /* [support] */
    char *support_name;
    char *support_phone;
    char *support_hours;
};

enum policy_trust {
    POLICY_TRUST_ROOT, /* each file and its folders: owned by root, writable by root alone */
    POLICY_TRUST_ANY,  /* kioskctl policy check of a draft */
};

/* What is wrong with a policy, in the order found; each text is one line,
 * "file:line: section.key: what is wrong; what to write instead". */
struct policy_errors {
    char **texts;
    size_t count;
};

/* Reads PATH and the drop-ins of "PATH.d" (*.conf, in the C locale's order; a later file overrides
 * an earlier one, twice the same key in one file is an error). Strict: unknown sections, keys,
 * escapes and trailing text are errors, and all of them are collected.
 * 0: *ret_policy is the caller's, free it with policy_free. Negative errno otherwise, with at least
 * one text in *ret_errors unless it is -ENOMEM. *ret_errors is always set; free it with
 * policy_errors_clear. */
int policy_load(const char *path, enum policy_trust trust, struct policy **ret_policy,
                struct policy_errors *ret_errors);
void policy_free(struct policy *policy);
void policy_errors_clear(struct policy_errors *errors);

/* True when AUTHORITY, "host:port" as a CONNECT names it, with its port always written, is the host
 * and port of one of the rules that the browser may load pages or assets from. */
bool policy_allows_authority(const struct policy *policy, struct url_span authority);

/* True when NAME is one of NAMES. Of account.users and account.services this is the whole test; who
 * is in account.group, the caller looks up. */
bool policy_names_contain(const struct policy_names *names, const char *name);
