/* The idle warning, and the way back from the end button: the page is hidden, and only a deliberate
 * answer brings it back.
 * Runs as: the kiosk user. */
#pragma once

#include <gtk/gtk.h>

struct browser_countdown;

struct browser_countdown_actions {
    void (*stay)(void *data);      /* "it is still me", or "I did not mean it" */
    void (*erase_now)(void *data); /* "I am someone else", or "I did" */
    void *data;
};

enum browser_countdown_kind {
    COUNTDOWN_IDLE,
    COUNTDOWN_IDLE_WITH_DRAFT, /* the same, where messages are saved as drafts */
    COUNTDOWN_UNDO,            /* the end button was pressed */
    COUNTDOWN_KIND_COUNT
};

struct browser_countdown *browser_countdown_new(const struct browser_countdown_actions *actions);
void browser_countdown_free(struct browser_countdown *countdown);

/* Owned by its container. */
GtkWidget *browser_countdown_widget(struct browser_countdown *countdown);

/* Counts down from SECONDS, in the words of KIND; called again, it goes on from there. It only
 * shows: others decide when the time is over. */
void browser_countdown_start(struct browser_countdown *countdown, enum browser_countdown_kind kind,
                             unsigned seconds);
void browser_countdown_stop(struct browser_countdown *countdown);

/* Whether a screen reader is told when SECONDS are left: at few marks, never each second. */
gboolean browser_countdown_is_mark(unsigned seconds);
