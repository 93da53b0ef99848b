/* What the shell has to say when it shows no page.
 * Runs as: the kiosk user; pure. */
#pragma once

#include <stdbool.h>

enum browser_notice_kind {
    NOTICE_NONE,
    NOTICE_STARTING,
    NOTICE_ENDING,
    NOTICE_BLOCKED_SITE,
    NOTICE_BLOCKED_ADDRESS,
    NOTICE_BLOCKED_PROGRAM,
    NOTICE_BLOCKED_PLAIN,
    NOTICE_BLOCKED_FILE,
    NOTICE_BLOCKED_START,
    NOTICE_BLOCKED_SIGN_ON,
    NOTICE_STRONG_AUTHENTICATION,
    NOTICE_TLS_EXPIRED,
    NOTICE_TLS_HOST,
    NOTICE_TLS_AUTHORITY,
    NOTICE_TLS_FILTER,
    NOTICE_TLS_CLOCK,
    NOTICE_TLS_EARLY,
    NOTICE_TLS_PIN,
    NOTICE_TLS_REVOKED,
    NOTICE_TLS_STAPLE,
    NOTICE_TLS_WEAK,
    NOTICE_TLS_HANDSHAKE,
    NOTICE_TLS_OTHER,
    NOTICE_TLS_MISSING,
    NOTICE_NET_FIRST,
    NOTICE_NET_SLOW = NOTICE_NET_FIRST,
    NOTICE_NET_OFFLINE,
    NOTICE_NET_DNS,
    NOTICE_NET_NAME,
    NOTICE_NET_DOWN,
    NOTICE_NET_RESET,
    NOTICE_NET_SILENT,
    NOTICE_NET_CUT,
    NOTICE_NET_SERVER,
    NOTICE_NET_PORTAL,
    NOTICE_NET_FILTER,
    NOTICE_NET_FALSE,
    NOTICE_NET_PROXY_LOGIN,
    NOTICE_NET_PROXY_DOWN,
    NOTICE_NET_PROXY_FAILS,
    NOTICE_NET_PAC,
    NOTICE_NET_LAST = NOTICE_NET_PAC,
    NOTICE_CRASHED,
    NOTICE_KIND_COUNT
};

enum browser_notice_tone {
    NOTICE_TONE_CALM,    /* wait, nothing is wrong */
    NOTICE_TONE_BLOCKED, /* the kiosk did its work */
    NOTICE_TONE_DANGER,  /* type no password */
    NOTICE_TONE_TROUBLE, /* it does not work, but it is safe */
};

enum { NOTICE_ADVICE_MAX = 3 };

/* Untranslated; pass each text through gettext. */
struct browser_notice_text {
    enum browser_notice_tone tone;
    const char *icon; /* of resources/icons */
    const char *title;
    const char *body;
    const char *patience; /* when it retries without a page: what to do meanwhile; NULL: nothing */
    const char *advice[NOTICE_ADVICE_MAX]; /* NULL after the last */
    const char *code;                      /* to tell the support, never translated; NULL: none */
    bool shows_host;                       /* the host aimed at */
    bool shows_target;                     /* the whole address, and its QR code */
    bool shows_clock;                      /* today's date by this machine */
    bool shows_issuer;                     /* who a certificate says it was issued by */
    bool shows_support;                    /* whom to call */
    bool retries;                          /* by itself, when no page is there */
};

const struct browser_notice_text *browser_notice_text(enum browser_notice_kind kind);

/* Of the notices from NOTICE_NET_FIRST to NOTICE_NET_LAST, in their order. */
extern const struct browser_notice_text browser_notice_network_texts[];
