/* Which notice explains why a load failed.
 * Runs as: the kiosk user; pure. */
#pragma once

#include <stdbool.h>

#include <gio/gio.h>

#include "notice-text.h"

/* NOTICE_NONE for what is no failure to tell: a load that was cancelled, replaced, or refused by
 * navigation.c, which has said why. */
enum browser_notice_kind browser_load_error_notice(const GError *error);

/* The notice for the gravest of ERRORS. NOW, in seconds since 1970, tells a wrong clock from a
 * certificate that is out of date: no clock may stand before the release of this software. */
enum browser_notice_kind browser_load_error_tls(GTlsCertificateFlags errors, gint64 now);

/* The notice for an answer of the 500s: the service's own, or what kiosk-proxy says, in numbers
 * that no service uses, when there is no connection to it (WebKit passes on nothing else of that).
 */
enum browser_notice_kind browser_load_error_answer(unsigned status);

/* True for the numbers of kiosk-proxy. */
bool browser_load_error_is_of_proxy(unsigned status);
