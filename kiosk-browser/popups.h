/* The small windows of their own that lists and menus of a page open.
 * Runs as: the kiosk user. */
#pragma once

/* Closes them, and what they have grabbed: they would stay above the cover, and keep the keyboard.
 */
void browser_popups_close(void);
