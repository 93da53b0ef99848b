/* The table of notices about the network: each says what is known, and no more.
 * Runs as: the kiosk user; pure. */
#include <glib/gi18n.h>

#include "notice-text.h"

static const char comes_back[] =
    N_("You need do nothing: the page comes by itself as soon as the service answers.");
static const char when_back[] =
    N_("You need do nothing: the page comes by itself as soon as the network is back.");
static const char others[] =
    N_("If it lasts, look whether the other computers reach the Internet.");
static const char rush_hours[] =
    N_("Before lessons, at break and at noon many people ask at the same time: at other times it "
       "answers faster.");
static const char no_password[] = N_("Type your mail password nowhere else in the meantime.");
static const char tell_filter[] =
    N_("If it lasts, tell the support: the filter has to allow this site.");

const struct browser_notice_text browser_notice_network_texts[] = {
    [NOTICE_NET_SLOW - NOTICE_NET_FIRST] =
        {
                                              .tone = NOTICE_TONE_CALM,
                                              .icon = "hourglass",
                                              .title = N_("The mail service is slow to answer"),
                                              .body = N_("It was asked, and its answer has not come yet. It is still awaited: there "
                       "is no need to begin again."),
                                              .advice = {rush_hours},
                                              .code = "NET-SLOW",
                                              .shows_support = true,
                                              },
    [NOTICE_NET_OFFLINE - NOTICE_NET_FIRST] =
        {
                                              .tone = NOTICE_TONE_TROUBLE,
                                              .icon = "network-off",
                                              .title = N_("This computer is connected to no network"),
                                              .body = N_("Its cable may be unplugged, its Wi-Fi switched off, or the network gives "
                       "it no address."),
                                              .patience = when_back,
                                              .advice = {N_("Look whether the cable is plugged in at both ends.")},
                                              .code = "NET-OFFLINE",
                                              .shows_support = true,
                                              .retries = true,
                                              },
    [NOTICE_NET_DNS - NOTICE_NET_FIRST] =
        {
                                              .tone = NOTICE_TONE_TROUBLE,
                                              .icon = "network-off",
                                              .title = N_("The network does not say where the mail service is"),
                                              .body = N_("This computer is connected, but the server that knows the addresses of "
                       "sites (DNS) does not answer, or has a fault."),
                                              .patience = when_back,
                                              .advice = {others},
                                              .code = "NET-DNS",
                                              .shows_support = true,
                                              .retries = true,
                                              },
    [NOTICE_NET_NAME - NOTICE_NET_FIRST] =
        {
                                              .tone = NOTICE_TONE_TROUBLE,
                                              .icon = "network-off",
                                              .title = N_("The mail service cannot be found"),
                                              .body = N_("The network answers that there is no such site. Its name may have changed, "
                       "or this network knows only some sites."),
                                              .patience = when_back,
                                              .code = "NET-NAME",
                                              .shows_support = true,
                                              .retries = true,
                                              },
    [NOTICE_NET_DOWN - NOTICE_NET_FIRST] =
        {
                                              .tone = NOTICE_TONE_TROUBLE,
                                              .icon = "network-off",
                                              .title = N_("The mail service cannot be reached"),
                                              .body = N_("The connection was refused or cut. The network or the service is down at "
                       "the moment."),
                                              .patience = comes_back,
                                              .advice = {others},
                                              .code = "NET-DOWN",
                                              .shows_support = true,
                                              .retries = true,
                                              },
    [NOTICE_NET_RESET - NOTICE_NET_FIRST] =
        {
                                              .tone = NOTICE_TONE_TROUBLE,
                                              .icon = "network-off",
                                              .title = N_("The connection is cut before it is safe"),
                                              .body = N_(
                "Something answers, and hangs up as soon as it hears which site is meant. Filters "
                "of networks do so, and services that are overloaded."),
                                              .patience = comes_back,
                                              .advice = {tell_filter},
                                              .code = "NET-RESET",
                                              .shows_support = true,
                                              .retries = true,
                                              },
    [NOTICE_NET_SILENT - NOTICE_NET_FIRST] =
        {
                                              .tone = NOTICE_TONE_TROUBLE,
                                              .icon = "hourglass",
                                              .title = N_("The mail service does not answer"),
                                              .body = N_(
                "It was awaited for a long time, in vain. It may be overloaded, or out of order."),
                                              .patience = comes_back,
                                              .advice = {rush_hours},
                                              .code = "NET-SILENT",
                                              .shows_support = true,
                                              .retries = true,
                                              },
    [NOTICE_NET_CUT - NOTICE_NET_FIRST] =
        {
                                              .tone = NOTICE_TONE_TROUBLE,
                                              .icon = "network-off",
                                              .title = N_("Only a part of the page has arrived"),
                                              .body = N_("The connection broke off in the middle, so the page is not shown. What you "
                       "were typing in it is lost."),
                                              .patience = comes_back,
                                              .advice = {others},
                                              .code = "NET-CUT",
                                              .shows_support = true,
                                              .retries = true,
                                              },
    [NOTICE_NET_SERVER - NOTICE_NET_FIRST] =
        {
                                              .tone = NOTICE_TONE_TROUBLE,
                                              .icon = "network-off",
                                              .title = N_("The mail service has a fault"),
                                              .body = N_("It answers, but says that it cannot work at the moment. It is not your "
                       "computer, nor your password."),
                                              .patience = comes_back,
                                              .code = "NET-SERVER",
                                              .shows_support = true,
                                              .retries = true,
                                              },
    [NOTICE_NET_PORTAL - NOTICE_NET_FIRST] =
        {
                                              .tone = NOTICE_TONE_TROUBLE,
                                              .icon = "shield",
                                              .title = N_("The network may be asking for a login"),
                                              .body = N_("In the place of the mail service something else answered: perhaps the page "
                       "by which one signs in to this network, or a page of its filter. This "
                       "computer cannot show it."),
                                              .advice = {no_password, N_("Tell the support, or who runs this network, that this "
                                       "computer must be let through.")},
                                              .code = "NET-PORTAL",
                                              .shows_support = true,
                                              .retries = true,
                                              },
    [NOTICE_NET_FILTER - NOTICE_NET_FIRST] =
        {
                                              .tone = NOTICE_TONE_TROUBLE,
                                              .icon = "network-off",
                                              .title = N_("The school network does not let the mail service through"),
                                              .body = N_("The network's own filter refused the connection. It is not your computer, "
                       "nor your password."),
                                              .patience = comes_back,
                                              .advice = {tell_filter},
                                              .code = "NET-FILTER",
                                              .shows_support = true,
                                              .retries = true,
                                              },
    [NOTICE_NET_FALSE - NOTICE_NET_FIRST] =
        {
                                              .tone = NOTICE_TONE_TROUBLE,
                                              .icon = "network-off",
                                              .title = N_("The network blocks the mail service"),
                                              .body = N_("In the place of its address the network gave one that leads nowhere, as "
                       "filters do. It is not your computer, nor your password."),
                                              .patience = comes_back,
                                              .advice = {tell_filter},
                                              .code = "NET-FALSE",
                                              .shows_support = true,
                                              .retries = true,
                                              },
    [NOTICE_NET_PROXY_LOGIN - NOTICE_NET_FIRST] =
        {
                                              .tone = NOTICE_TONE_TROUBLE,
                                              .icon = "network-off",
                                              .title = N_("The network wants a login that this computer does not have"),
                                              .body = N_("All goes by way of the school's proxy, and that lets through only who "
                       "signs in to it. Your mail password is not meant."),
                                              .advice = {no_password, N_("Tell the support: the proxy must let this computer through "
                                       "without signing in.")},
                                              .code = "NET-PROXY-LOGIN",
                                              .shows_support = true,
                                              .retries = true,
                                              },
    [NOTICE_NET_PROXY_DOWN - NOTICE_NET_FIRST] =
        {
                                              .tone = NOTICE_TONE_TROUBLE,
                                              .icon = "network-off",
                                              .title = N_("The way out of the school network is closed"),
                                              .body =
                N_("All goes by way of the school's proxy, and that does not work at the moment."),
                                              .patience = when_back,
                                              .advice = {others},
                                              .code = "NET-PROXY-DOWN",
                                              .shows_support = true,
                                              .retries = true,
                                              },
    [NOTICE_NET_PROXY_FAILS - NOTICE_NET_FIRST] =
        {
                                              .tone = NOTICE_TONE_TROUBLE,
                                              .icon = "network-off",
                                              .title = N_("The school network does not get through to the mail service"),
                                              .body = N_("The school's proxy works, but cannot reach the service. The service or the "
                       "school's connection to the Internet is down."),
                                              .patience = comes_back,
                                              .advice = {others},
                                              .code = "NET-PROXY-FAILS",
                                              .shows_support = true,
                                              .retries = true,
                                              },
    [NOTICE_NET_PAC - NOTICE_NET_FIRST] =
        {
                                              .tone = NOTICE_TONE_TROUBLE,
                                              .icon = "network-off",
                                              .title = N_("This computer does not know the way out of the network"),
                                              .body = N_("The school's automatic configuration, which tells it, is out of reach or "
                       "cannot be used."),
                                              .patience = when_back,
                                              .code = "NET-PAC",
                                              .shows_support = true,
                                              .retries = true,
                                              },
};
