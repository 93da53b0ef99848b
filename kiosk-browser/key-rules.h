/* Which keys reach the page, which are ours, and which do nothing.
 * Runs as: the kiosk user; pure. */
#pragma once

#include <gdk/gdk.h>

enum browser_key {
    KEY_SWALLOWED,
    KEY_PASSED, /* to the page or the focused button */
    KEY_UNDO,   /* to the page, and ours when it has no use for it */
    KEY_REDO,
    KEY_ZOOM_IN,
    KEY_ZOOM_OUT,
    KEY_ZOOM_RESET,
    KEY_END_SESSION,
};

/* Decides by keysym and modifiers, default swallow. Plain typing, dead keys, AltGr and Compose
 * pass; with Ctrl only the listed editing keys do. */
enum browser_key browser_key_classify(guint keyval, GdkModifierType state);
