/* A style sheet of the shell's own, which counts more than any of the page; and the title.
 * Runs as: the kiosk user; the sheet takes effect in the web process.
 *
 * A view that is unmapped is not enough: the web process answers on the accessibility bus by
 * itself. A web process that hangs does not answer there either. */
#include "veil.h"

#include "script-world.h"

static const char sheet[] = ":root { display: none !important }";

/* The title of a mail's page may be the mail's subject, and a reader gets it from the document. */
static const char hide_title[] = "globalThis.hiddenTitle = document.title; document.title = '';";
static const char show_title[] = "if (!document.title) document.title = globalThis.hiddenTitle;";

void browser_veil_set(struct browser *browser, bool on)
{
    if (on == (browser->veil != NULL))
        return;
    if (on) {
        browser->veil = webkit_user_style_sheet_new(sheet, WEBKIT_USER_CONTENT_INJECT_ALL_FRAMES,
                                                    WEBKIT_USER_STYLE_LEVEL_USER, NULL, NULL);
        webkit_user_content_manager_add_style_sheet(browser->content, browser->veil);
    } else {
        webkit_user_content_manager_remove_style_sheet(browser->content, browser->veil);
        g_clear_pointer(&browser->veil, webkit_user_style_sheet_unref);
    }
    webkit_web_view_call_async_javascript_function(browser->view, on ? hide_title : show_title, -1,
                                                   NULL, BROWSER_SCRIPT_WORLD, NULL, NULL, NULL,
                                                   NULL);
}
