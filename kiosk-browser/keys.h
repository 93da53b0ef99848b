/* Stands before every key that reaches the window.
 * Runs as: the kiosk user. */
#pragma once

struct browser;

/* Filters the keys of the browser's window; call once, when it exists. */
void browser_keys_connect(struct browser *browser);
