/* The table of notices; those about the network are in notice-network.c.
 * Runs as: the kiosk user; pure. */
#include "notice-text.h"

#include <glib/gi18n.h>

static const char is_official[] =
    N_("Type no password anywhere else in the meantime: the official site is the one in the bar "
       "above, with the closed padlock.");
static const char is_phishing[] =
    N_("If that address asks for your mail password, it is an attempt to steal it.");
static const char use_own_device[] =
    N_("If you know the sender and expected this link, open it on a device of your own.");

static const struct browser_notice_text texts[NOTICE_KIND_COUNT] = {
    [NOTICE_STARTING] =
        {
                           .icon = "hourglass",
                           .title = N_("Opening your mail"),
                           .body = N_("The address and the certificate of the official site are being verified. "
                       "The page is shown only when both are in order."),
                           },
    [NOTICE_ENDING] =
        {
                           .icon = "broom",
                           .title = N_("Everything is being erased"),
                           .body = N_("Your session is over. Nothing of it stays on this computer."),
                           },
    [NOTICE_BLOCKED_SITE] =
        {
                           .tone = NOTICE_TONE_BLOCKED,
                           .icon = "shield",
                           .title = N_("This link leaves the official site"),
                           .body = N_("It was not opened, and nothing was sent to it. This computer opens the "
                       "official mail service only."),
                           .advice = {is_phishing, use_own_device},
                           .shows_host = true,
                           .shows_target = true,
                           },
    [NOTICE_BLOCKED_ADDRESS] =
        {
                           .tone = NOTICE_TONE_BLOCKED,
                           .icon = "shield",
                           .title = N_("This address cannot be verified"),
                           .body = N_("It is written in a way that could hide where it leads, so it was not "
                       "opened."),
                           .advice = {is_phishing},
                           },
    [NOTICE_BLOCKED_PROGRAM] =
        {
                           .tone = NOTICE_TONE_BLOCKED,
                           .icon = "shield",
                           .title = N_("This link would open another program"),
                           .body = N_("This computer shows the mail service only. To write to an address, copy it "
                       "and start a new message."),
                           },
    [NOTICE_BLOCKED_PLAIN] =
        {
                           .tone = NOTICE_TONE_BLOCKED,
                           .icon = "shield",
                           .title = N_("This link is not encrypted"),
                           .body =
                N_("Its address begins with http instead of https: anyone on the way could read "
                   "or change the page. It was not opened."),
                           .advice = {is_phishing, use_own_device},
                           .shows_host = true,
                           },
    [NOTICE_BLOCKED_FILE] =
        {
                           .tone = NOTICE_TONE_BLOCKED,
                           .icon = "file",
                           .title = N_("Files are not saved on this computer"),
                           .body = N_("It is shared: a file saved here could be read by the next person. Open the "
                       "attachment on a device of your own."),
                           .advice = {N_("Pictures and PDF documents can be looked at when the mail service shows "
                          "them in the page.")},
                           },
    [NOTICE_BLOCKED_START] =
        {
                           .tone = NOTICE_TONE_DANGER,
                           .icon = "shield",
                           .title = N_("The mail service sends this computer elsewhere"),
                           .body = N_("Instead of the official page, the answer leads to another address. It was "
                       "not opened. The network may ask for a login of its own, or the policy of "
                       "this computer lacks an address."),
                           .advice = {is_official},
                           .code = "SITE-REDIRECT",
                           .shows_host = true,
                           .shows_support = true,
                           .retries = true,
                           },
    [NOTICE_BLOCKED_SIGN_ON] =
        {
                           .tone = NOTICE_TONE_BLOCKED,
                           .icon = "shield",
                           .title = N_("The site asks for a password outside of its page"),
                           .body =
                N_("The window for it would look the same on every site, and could be anybody's. "
                   "It was not opened, and nothing was sent."),
                           .advice = {N_("Type your password only in the login page of the official site.")},
                           .code = "SITE-SIGN-ON",
                           .shows_support = true,
                           .retries = true,
                           },
    [NOTICE_STRONG_AUTHENTICATION] =
        {
                           .tone = NOTICE_TONE_CALM,
                           .icon = "shield",
                           .title = N_("Strong authentication protects your account"),
                           .body = N_("With it, a stolen password alone opens nothing. Open this address on your "
                       "telephone or on a computer of your own to switch it on."),
                           .shows_host = true,
                           .shows_target = true,
                           },
    [NOTICE_TLS_EXPIRED] =
        {
                           .tone = NOTICE_TONE_DANGER,
                           .icon = "padlock-broken",
                           .title = N_("The site's certificate has expired"),
                           .body =
                N_("The proof that this is the official site is out of date, so the page is not "
                   "shown. Often the service is late to renew it; sometimes the clock of this "
                   "computer is wrong."),
                           .advice = {N_("Compare this date with today's; tell the support if it is wrong."),
                       is_official},
                           .code = "TLS-EXPIRED",
                           .shows_host = true,
                           .shows_clock = true,
                           .shows_support = true,
                           .retries = true,
                           },
    [NOTICE_TLS_HOST] =
        {
                           .tone = NOTICE_TONE_DANGER,
                           .icon = "padlock-broken",
                           .title = N_("The certificate belongs to another site"),
                           .body =
                N_("Whoever answers under this address proves to be someone else, so the page is "
                   "not shown. It may be an attack, or a network that asks for a login first."),
                           .advice = {is_official},
                           .code = "TLS-HOST",
                           .shows_host = true,
                           .shows_support = true,
                           .retries = true,
                           },
    [NOTICE_TLS_AUTHORITY] =
        {
                           .tone = NOTICE_TONE_DANGER,
                           .icon = "padlock-broken",
                           .title = N_("Nobody vouches for this certificate"),
                           .body =
                N_("No authority issued it: whoever answers made it themselves, so the page is not "
                   "shown. It may be an attack, or a network that asks for a login first."),
                           .advice = {is_official},
                           .code = "TLS-AUTHORITY",
                           .shows_host = true,
                           .shows_support = true,
                           .retries = true,
                           },
    [NOTICE_TLS_FILTER] =
        {
                           .tone = NOTICE_TONE_DANGER,
                           .icon = "padlock-broken",
                           .title = N_("Somebody on this network may be reading along"),
                           .body = N_(
                "What answers shows a certificate of an authority that this computer does not "
                "know, so the page is not shown. Filters that look into encrypted traffic do "
                "so, and so do attackers; now and then a site merely sends its certificate without "
                "the authority's."),
                           .advice = {is_official,
                       N_("If this network has such a filter, the support can have it let the mail "
                          "service pass untouched.")},
                           .code = "TLS-FILTER",
                           .shows_host = true,
                           .shows_issuer = true,
                           .shows_support = true,
                           .retries = true,
                           },
    [NOTICE_TLS_CLOCK] =
        {
                           .tone = NOTICE_TONE_DANGER,
                           .icon = "clock",
                           .title = N_("The clock of this computer is wrong"),
                           .body =
                N_("It shows a date before this software was made. As long as the date is wrong, "
                   "no certificate can be verified, and no page is shown."),
                           .advice = {N_("Compare this date with today's, and tell the support.")},
                           .code = "TLS-CLOCK",
                           .shows_clock = true,
                           .shows_support = true,
                           .retries = true,
                           },
    [NOTICE_TLS_EARLY] =
        {
                           .tone = NOTICE_TONE_DANGER,
                           .icon = "clock",
                           .title = N_("The site's certificate is not valid yet"),
                           .body =
                N_("It begins to be valid later than the date of this computer, so the page is not "
                   "shown. Either that date is too early, or the service made a mistake."),
                           .advice = {N_("Compare this date with today's; tell the support if it is wrong."),
                       is_official},
                           .code = "TLS-EARLY",
                           .shows_host = true,
                           .shows_clock = true,
                           .shows_support = true,
                           .retries = true,
                           },
    [NOTICE_TLS_PIN] =
        {
                           .tone = NOTICE_TONE_DANGER,
                           .icon = "padlock-broken",
                           .title = N_("This is not the key of the official site"),
                           .body =
                N_("The certificate looks valid, but its key is not one of those that this "
                   "computer expects. Somebody may be posing as the mail service: it is treated "
                   "as an attack, and nothing of the page is shown."),
                           .advice = {N_("Type nothing, and tell the support at once.")},
                           .code = "TLS-PIN",
                           .shows_host = true,
                           .shows_support = true,
                           },
    [NOTICE_TLS_REVOKED] =
        {
                           .tone = NOTICE_TONE_DANGER,
                           .icon = "padlock-broken",
                           .title = N_("The site's certificate was withdrawn"),
                           .body = N_("Its authority no longer vouches for it, so the page is not shown."),
                           .advice = {is_official},
                           .code = "TLS-REVOKED",
                           .shows_host = true,
                           .shows_support = true,
                           .retries = true,
                           },
    [NOTICE_TLS_STAPLE] =
        {
                           .tone = NOTICE_TONE_DANGER,
                           .icon = "padlock-broken",
                           .title = N_("The site's certificate is not confirmed"),
                           .body = N_("Its certificate asks for a fresh proof that it was not withdrawn, and the site "
                       "sent none, so the page is not shown."),
                           .advice = {is_official},
                           .code = "TLS-STAPLE",
                           .shows_host = true,
                           .shows_support = true,
                           .retries = true,
                           },
    [NOTICE_TLS_WEAK] =
        {
                           .tone = NOTICE_TONE_DANGER,
                           .icon = "padlock-broken",
                           .title = N_("The site's certificate is too weak"),
                           .body = N_("It can be forged by means of today, so the page is not shown."),
                           .advice = {is_official},
                           .code = "TLS-WEAK",
                           .shows_host = true,
                           .shows_support = true,
                           .retries = true,
                           },
    [NOTICE_TLS_HANDSHAKE] =
        {
                           .tone = NOTICE_TONE_DANGER,
                           .icon = "padlock-broken",
                           .title = N_("No safe connection to the site"),
                           .body =
                N_("This computer and the site found no encryption in common that is safe today, so "
                   "nothing was sent. The site's may be too old, or a filter of the network may "
                   "stand in between."),
                           .advice = {is_official},
                           .code = "TLS-HANDSHAKE",
                           .shows_host = true,
                           .shows_support = true,
                           .retries = true,
                           },
    [NOTICE_TLS_OTHER] =
        {
                           .tone = NOTICE_TONE_DANGER,
                           .icon = "padlock-broken",
                           .title = N_("The site could not be verified"),
                           .body = N_("Its certificate is not in order, so the page is not shown."),
                           .advice = {is_official},
                           .code = "TLS-OTHER",
                           .shows_host = true,
                           .shows_clock = true,
                           .shows_support = true,
                           .retries = true,
                           },
    [NOTICE_TLS_MISSING] =
        {
                           .tone = NOTICE_TONE_DANGER,
                           .icon = "padlock-broken",
                           .title = N_("This page is not protected"),
                           .body = N_("It, or a part of it, did not come over a verified connection, so it is not "
                       "shown."),
                           .advice = {is_official},
                           .code = "TLS-MISSING",
                           .shows_support = true,
                           },
    [NOTICE_CRASHED] =
        {
                           .tone = NOTICE_TONE_TROUBLE,
                           .icon = "broom",
                           .title = N_("The page has stopped working"),
                           .body = N_("To be safe, everything is erased. A new session begins in a moment; you "
                       "will "
                       "have to sign in again."),
                           },
};

const struct browser_notice_text *browser_notice_text(enum browser_notice_kind kind)
{
    if (kind >= NOTICE_NET_FIRST && kind <= NOTICE_NET_LAST)
        return &browser_notice_network_texts[kind - NOTICE_NET_FIRST];
    return &texts[kind];
}
