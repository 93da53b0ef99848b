/* "Remember me": turned off on login pages, with a word of why.
 * Runs as: the kiosk user; what is added runs in the confined web process. */
#pragma once

#include <webkit2/webkit2.h>

/* Adds the finder of such controls, for `kioskFinder` of the shell's world; see login-finder.js. */
void browser_login_forms_add_finder(WebKitUserContentManager *content);

/* Adds finder, script and style sheet to all that CONTENT shows from now on. It is a comfort: what
 * a page keeps in spite of it dies with the session. A closed shadow root is out of its reach. */
void browser_login_forms_add(WebKitUserContentManager *content);
