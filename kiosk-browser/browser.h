/* The shell's state, and what its parts share.
 * Runs as: the kiosk user, exposed to the network. */
#pragma once

#include <webkit2/webkit2.h>

#include "channel-client.h"
#include "notice-text.h"
#include "policy.h"
#include "verification.h"

struct browser_bar;
struct browser_notice;
struct browser_countdown;
struct browser_retry;
struct browser_clipboards;

struct browser {
    const struct policy *policy;
    GMainLoop *loop;
    int exit_status;
    struct browser_channel *channel;

    WebKitWebContext *context;
    WebKitUserContentManager *content;
    WebKitWebView *view;

    GtkWidget *window;
    GtkWidget *cover; /* what stands before the view */
    GtkWidget *caps_lock;
    struct browser_bar *bar;
    struct browser_notice *notice;
    struct browser_countdown *countdown;
    struct browser_retry *retry;
    struct browser_clipboards *clipboards;

    /* screen.c: what is to be seen; the first that holds wins */
    bool ending;
    gint64 obeys;          /* ending.c: when the session has said so; 0: not yet */
    guint answer_deadline; /* ending.c */
    bool saving_draft;     /* draft.c: the page may still send something */
    guint undo_deadline;   /* ending.c: the end button can still be taken back */
    bool counting_down;
    WebKitUserStyleSheet *veil; /* veil.c: NULL while it is off */
    enum browser_notice_kind notice_kind;

    /* page-load.c */
    enum browser_verification verification;
    bool filter_ready;
    bool confined;                       /* the view's web process was seen to be */
    WebKitPolicyDecision *held_decision; /* the first navigation, until the filter is ready */
    bool blanking;                       /* the load under way is an about:blank of ours */
    bool page_verified;                  /* the document in the view was committed secure */
    bool input_held;                     /* the next document may turn out to have a wrong key */
    bool first_load_over;
    guint load_deadline;
    guint hung_timer; /* web-crash.c */
    guint slow_timer; /* slow.c */

    bool ready_sent;         /* painted.c */
    GSList *mailbox_cookies; /* server-logout.c: SoupCookie */
    bool used;               /* first-use.c: the session knows that a login may be there */
    bool clicked;            /* first-use.c: somebody has pressed something in the page */
    WebKitUserScript *painted_script;
    bool mailbox_seen; /* webmail-logout.c */
    bool in_password;  /* caps-lock.c */
    unsigned dialogs;  /* dialogs.c: shown since dialogs_since */
    gint64 dialogs_since;
};

/* Runs the shell until its end; returns the process's exit status. POLICY must outlive the call,
 * the descriptor CHANNEL_FD is taken. */
int browser_run(const struct policy *policy, int channel_fd);
