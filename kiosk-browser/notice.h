/* The page that the shell shows in place of the site's: GTK widgets, never HTML.
 * Runs as: the kiosk user. */
#pragma once

#include <gtk/gtk.h>

#include "notice-text.h"
#include "policy.h"

struct browser_notice;

struct browser_notice_actions {
    void (*back)(void *data);  /* to the page that is still there */
    void (*retry)(void *data); /* load the start page now */
    void *data;
};

struct browser_notice *browser_notice_new(const struct policy *policy,
                                          const struct browser_notice_actions *actions);
void browser_notice_free(struct browser_notice *notice);

/* Owned by its container. */
GtkWidget *browser_notice_widget(struct browser_notice *notice);

/* Sets who a refused certificate says it was issued by, NULL for unknown, for the notices that
 * name it. */
void browser_notice_issuer(struct browser_notice *notice, const char *issuer);

/* Fills the page with KIND's texts. TARGET is the address aimed at, or NULL. With HAS_PAGE there is
 * a page to go back to, and nothing is retried. */
void browser_notice_show(struct browser_notice *notice, enum browser_notice_kind kind,
                         const char *target, bool has_page);

/* Gives the focus to the notice's button, when it has one. */
void browser_notice_focus(struct browser_notice *notice);

/* Shows the seconds until the next attempt; 0 while one is under way. */
void browser_notice_wait(struct browser_notice *notice, unsigned seconds);
