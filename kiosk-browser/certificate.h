/* What a certificate says about whose it is, in words for the bar and the error page.
 * Runs as: the kiosk user; pure. */
#pragma once

#include <gio/gio.h>

/* The first value of ATTRIBUTE ("O", "CN") in NAME, a distinguished name as RFC 4514 writes it;
 * NULL when there is none or the name is malformed. The caller frees it with g_free. */
char *browser_certificate_name_part(const char *name, const char *attribute);

/* The subject's organisation; NULL when the certificate names none. */
char *browser_certificate_organisation(GTlsCertificate *certificate);

/* The issuer's organisation, or its common name; NULL when it has neither. */
char *browser_certificate_issuer(GTlsCertificate *certificate);
