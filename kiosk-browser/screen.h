/* Decides what is to be seen below the bar: the page, a notice, or the countdown.
 * Runs as: the kiosk user. */
#pragma once

#include "browser.h"
#include "countdown.h"

/* Puts KIND before the page; TARGET is the address aimed at, or NULL. NOTICE_NONE takes a notice
 * away. */
void browser_screen_notice(struct browser *browser, enum browser_notice_kind kind,
                           const char *target);

/* Hides the page and counts SECONDS down; or shows again what had been there. */
void browser_screen_count_down(struct browser *browser, enum browser_countdown_kind kind,
                               unsigned seconds);
void browser_screen_resume(struct browser *browser);

/* From here on only NOTICE_ENDING or NOTICE_CRASHED is shown, and nothing takes input. */
void browser_screen_end(struct browser *browser);

/* Brings the bar, the cover and the view in line with the browser's state. The page is visible and
 * takes input only when it is verified and nothing stands before it. */
void browser_screen_refresh(struct browser *browser);
