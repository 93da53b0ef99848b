/* The scripts that the shell adds to pages, in a world of their own: they see the page's document,
 * the page sees neither their names nor their functions. Runs as: the kiosk user; what is added
 * runs in the confined web process. */
#pragma once

#include <webkit2/webkit2.h>

/* All scripts of the shell that have to do with the page's document share this world. */
#define BROWSER_SCRIPT_WORLD "kiosk"

/* The bytes of resources/NAME, ended by a NUL that is not counted; the caller owns a reference. */
GBytes *browser_script_world_resource(const char *name);

/* Adds resources/NAME to all documents and frames that CONTENT shows from now on, before the first
 * script of the page. The file is the body of a function whose one parameter, `kiosk`, is
 * PARAMETERS: JSON, which is the only way of data and texts into it; NULL for none. */
void browser_script_world_add(WebKitUserContentManager *content, const char *name,
                              const char *parameters);

/* Appends TEXT, which is UTF-8, to JSON as a string with its quotation marks. */
void browser_script_world_append_string(GString *json, const char *text);
