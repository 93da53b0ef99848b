/* Prints what the rules for login pages find on a page, which is shown to nobody: kiosk-page URL,
 * or - for a page on standard input. Runs as: whoever calls kioskctl explain-page, as nobody when
 * that is root; keeps nothing. */
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>

#include "environment.h"
#include "graphics.h"
#include "login-forms.h"
#include "private-display.h"
#include "script-world.h"
#include "web-context.h"
#include "web-settings.h"

enum {
    LATE_FORMS = 2000, /* milliseconds after a frame's load */
    REPORTS = 1000,    /* more, for the reports of all frames to come in */
    DEADLINE = 45,     /* seconds */
    PAGE_MAX = 16 << 20,
};

struct report {
    GMainLoop *loop;
    bool has_login;
    const char *fault; /* NULL: the page was read */
};

/* A page may hold anything, and is shown on a terminal. */
static void print_plain(const char *text)
{
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar letter = g_utf8_get_char(at);
        if (letter == '\n' || letter == '\t' || g_unichar_isprint(letter))
            printf("%.*s", (int)(g_utf8_next_char(at) - at), at);
        else
            printf("\\x{%x}", letter);
    }
    putchar('\n');
}

static void on_found(WebKitUserContentManager *content, WebKitJavascriptResult *result,
                     gpointer data)
{
    struct report *report = data;
    g_autofree char *text = jsc_value_to_string(webkit_javascript_result_get_js_value(result));
    report->has_login |= g_str_has_prefix(text, "login\t");
    print_plain(text);
}

static gboolean on_done(gpointer data)
{
    struct report *report = data;
    g_main_loop_quit(report->loop);
    return G_SOURCE_REMOVE;
}

static gboolean on_deadline(gpointer data)
{
    struct report *report = data;
    report->fault = "the page does not finish loading";
    return on_done(data);
}

static void on_load_changed(WebKitWebView *view, WebKitLoadEvent event, gpointer data)
{
    if (event == WEBKIT_LOAD_FINISHED)
        g_timeout_add(LATE_FORMS + REPORTS, on_done, data);
}

static gboolean on_load_failed(WebKitWebView *view, WebKitLoadEvent event, const char *uri,
                               GError *error, gpointer data)
{
    struct report *report = data;
    report->fault = "the page cannot be loaded";
    on_done(data);
    return TRUE;
}

static gboolean on_tls_failed(WebKitWebView *view, const char *uri, GTlsCertificate *certificate,
                              GTlsCertificateFlags errors, gpointer data)
{
    struct report *report = data;
    report->fault = "the site's certificate is not valid";
    on_done(data);
    return TRUE;
}

/* The page on standard input; NULL when it cannot be read, or is too large. */
static GBytes *read_page(void)
{
    g_autoptr(GInputStream) input = g_unix_input_stream_new(STDIN_FILENO, FALSE);
    g_autoptr(GByteArray) page = g_byte_array_new();
    guint8 part[1 << 16];
    gssize got;
    while ((got = g_input_stream_read(input, part, sizeof part, NULL, NULL)) > 0 &&
           page->len <= PAGE_MAX)
        g_byte_array_append(page, part, (guint)got);
    return got < 0 || page->len > PAGE_MAX ? NULL
                                           : g_byte_array_free_to_bytes(g_steal_pointer(&page));
}

static bool load(WebKitWebView *view, const char *where)
{
    if (strcmp(where, "-") != 0) {
        webkit_web_view_load_uri(view, where);
        return true;
    }
    g_autoptr(GBytes) page = read_page();
    if (page)
        webkit_web_view_load_bytes(view, page, "text/html", "UTF-8", NULL);
    return page != NULL;
}

static WebKitUserContentManager *content_new(struct report *report)
{
    WebKitUserContentManager *content = webkit_user_content_manager_new();
    g_autofree char *parameters = g_strdup_printf("{\"wait\":%d}", LATE_FORMS);
    g_signal_connect(content, "script-message-received::found", G_CALLBACK(on_found), report);
    webkit_user_content_manager_register_script_message_handler_in_world(content, "found",
                                                                         BROWSER_SCRIPT_WORLD);
    browser_login_forms_add_finder(content);
    browser_script_world_add(content, "page-report.js", parameters);
    return content;
}

/* Returns the process's exit status; what is wrong goes to the descriptor ERRORS. */
static int explain(const char *where, int errors)
{
    struct policy policy = {.session_language = POLICY_LANGUAGE_FR};
    struct report report = {.loop = g_main_loop_new(NULL, FALSE)};
    g_autoptr(WebKitWebContext) context = browser_web_context_new(&policy);
    g_autoptr(WebKitSettings) settings = browser_web_settings_new();
    g_autoptr(WebKitUserContentManager) content = content_new(&report);
    if (!context)
        return EXIT_FAILURE;
    GtkWidget *window = gtk_offscreen_window_new();
    WebKitWebView *view = g_object_new(WEBKIT_TYPE_WEB_VIEW, "web-context", context,
                                       "user-content-manager", content, "settings", settings, NULL);
    gtk_window_set_default_size(GTK_WINDOW(window), 1280, 1024);
    gtk_container_add(GTK_CONTAINER(window), GTK_WIDGET(view));
    gtk_widget_show_all(window);
    g_signal_connect(view, "load-changed", G_CALLBACK(on_load_changed), &report);
    g_signal_connect(view, "load-failed", G_CALLBACK(on_load_failed), &report);
    g_signal_connect(view, "load-failed-with-tls-errors", G_CALLBACK(on_tls_failed), &report);
    g_timeout_add_seconds(DEADLINE, on_deadline, &report);
    if (load(view, where))
        g_main_loop_run(report.loop);
    else
        report.fault = "the page cannot be read";
    gtk_widget_destroy(window);
    g_main_loop_unref(report.loop);
    if (!report.fault && !report.has_login)
        report.fault = "no login found";
    if (report.fault)
        dprintf(errors, "kioskctl: %s\n", report.fault);
    return report.fault ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *at)
{
    return remove(path);
}

int main(int argc, char **argv)
{
    int status = EXIT_FAILURE;
    g_autoptr(GSubprocess) server = NULL;
    g_autofree char *folder = g_dir_make_tmp("kiosk-page-XXXXXX", NULL);
    /* What WebKit's processes write to standard error is no concern of the caller's. */
    int errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3),
        nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (argc != 2 || !folder || errors < 0 || nowhere < 0 || dup2(nowhere, STDERR_FILENO) < 0)
        return EXIT_FAILURE;
    g_setenv("HOME", folder, TRUE);
    g_setenv("XDG_RUNTIME_DIR", folder, TRUE);
    if (!browser_private_display_start(folder, &server)) {
        dprintf(errors, "kioskctl: Xvfb does not start\n");
    } else {
        browser_environment_harden();
        browser_graphics_prepare();
        if (gtk_init_check(NULL, NULL))
            status = explain(argv[1], errors);
        g_subprocess_force_exit(server);
    }
    nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    return fflush(stdout) == 0 ? status : EXIT_FAILURE;
}
