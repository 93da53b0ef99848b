/* The idle warning: the page is hidden, and only a deliberate answer keeps it.
 * Runs as: the kiosk user. */
#pragma once

#include <gtk/gtk.h>

struct browser_countdown;

struct browser_countdown_actions {
    void (*stay)(void *data);         /* "it is still me" */
    void (*someone_else)(void *data); /* erase at once */
    void *data;
};

struct browser_countdown *browser_countdown_new(const struct browser_countdown_actions *actions);
void browser_countdown_free(struct browser_countdown *countdown);

/* Owned by its container. */
GtkWidget *browser_countdown_widget(struct browser_countdown *countdown);

/* Counts down from SECONDS; called again, it goes on from there. It only shows: the session decides
 * when the time is over. */
void browser_countdown_start(struct browser_countdown *countdown, unsigned seconds);
void browser_countdown_stop(struct browser_countdown *countdown);

/* Whether a screen reader is told when SECONDS are left: at few marks, never each second. */
gboolean browser_countdown_is_mark(unsigned seconds);
