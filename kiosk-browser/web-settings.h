/* WebKit's settings and features, set from two tables.
 * Runs as: the kiosk user. */
#pragma once

#include <webkit2/webkit2.h>

/* The settings of the kiosk's view; the caller owns them. Features that this WebKit does not know
 * are counted and logged: their names are not stable. */
WebKitSettings *browser_web_settings_new(void);

/* How many rows of the feature table this WebKit does not know. */
unsigned browser_web_settings_unknown_features(void);
