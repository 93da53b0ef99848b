"""What the shell does when nobody is there, while it asks whether somebody is, and when it ends.

Runs as: root, inside tests/throw-away-machine, where kiosk-browser is installed.
"""
import os
import signal

import pytest
from browser_rig import (
    GREEN, PAGES, Answer, Browser, big_link, display, page, site, wait_until, write_policy)  # noqa: F401

START = f"https://{PAGES}/"
GREY = "#f6f6f6"
COVERED = (5, 760)


@pytest.fixture
def start(display, site):
    """Starts the shell on the pages given by path, and waits until it is ready."""
    browsers = []

    def start(pages, **policy):
        site.pages = pages
        browsers.append(Browser(write_policy(**{"start": START, "allow": PAGES, **policy}), display))
        assert browsers[-1].receive() == "ready"
        display.wait_color(GREEN)
        return browsers[-1]

    yield start
    for browser in browsers:
        browser.close()


def click(display):
    display.xdotool("mousemove", "512", "400", "click", "1")


def windows_stay(display, windows):
    wait_until(lambda: display.windows() <= windows, "no window but the shell's")


def test_the_first_key_tells_of_use_once(start, display):
    browser = start({"/": page("<input autofocus>")})
    display.xdotool("mousemove", "300", "300", "key", "a", "key", "b")
    assert browser.receive(skip=None) == "used"
    browser.send("ping")
    assert browser.receive(skip=None) == "alive"


def test_a_page_that_somebody_went_to_tells_of_use(start, display, site):
    browser = start({"/": page(big_link("/mail")), "/mail": page("")})
    click(display)
    site.wait("/mail")
    assert browser.receive(skip=None) == "used"


def test_a_mailbox_tells_of_use_however_it_came(start, site):
    browser = start({"/": page("", "setTimeout(() => location = '/mail', 300)"), "/mail": page("")},
                    mailbox_pages=f"{PAGES}/mail")
    assert browser.receive(skip=None) == "used"


def test_a_way_to_the_login_form_by_script_is_no_use(start, site):
    browser = start({"/": page("", "setTimeout(() => location = '/form', 300)"), "/form": page("")})
    site.wait("/form")
    browser.send("ping")
    assert browser.receive(skip=None) == "alive"


def test_where_no_address_tells_a_mailbox_the_logout_after_typing_ends(start, display, site):
    """One address for form and mailbox; the logout of another host, as of a single sign-on."""
    browser = start({"/": page('<input autofocus><script>addEventListener("keydown", () => '
                               'setTimeout(() => location = "/?loginOp=logout", 500))</script>')},
                    logged_out_pages=f"{PAGES}/?loginOp=logout")
    display.xdotool("key", "a")
    assert browser.receive() == "request-end webmail-logout"


def test_a_refresh_loads_the_start_page_without_cookies_and_without_a_word(start, display, site):
    cookies = []

    def answer(request):
        cookies.append(dict(request.cookies))
        return Answer(200, page("").encode(), "text/html", [("Set-Cookie", f"visit={len(cookies)}; Path=/; Secure")])

    browser = start({"/": answer})
    since = site.number()
    browser.send("refresh")
    site.wait("/", since)
    display.wait_color(GREEN)
    assert len(cookies) == 2 and cookies[1] == {}


def test_a_refresh_that_crosses_the_first_key_is_not_obeyed(start, display, site):
    browser = start({"/": page("<input autofocus>")})
    display.xdotool("key", "a")
    assert browser.receive(skip=None) == "used"
    since = site.number()
    browser.send("refresh")
    assert browser.receive(skip=None) == "used"
    assert "refreshed" not in browser.logged() and site.number() == since


@pytest.mark.parametrize("script", [
    "setTimeout(() => { for (;;) alert('x'); }, 300)",
    "setTimeout(() => { for (;;) confirm('x'); }, 300)",
    "setTimeout(() => { for (;;); }, 300)",
    "setInterval(() => { window.focus(); document.body.requestFullscreen(); window.open('/'); }, 20)",
    "navigator.wakeLock && navigator.wakeLock.request('screen'); setInterval(() => document.body.click(), 20)",
    "document.title = 'x'.repeat(9999); addEventListener('blur', () => alert('x'))",
])
def test_whatever_the_page_does_the_warning_covers_it(start, display, script):
    """And a browser whose page hangs answers, ends by itself, and leaves no window of a dialog."""
    browser = start({"/": page("", script)})
    windows = display.windows()
    browser.send("warn 25")
    display.wait_color(GREY, *COVERED)
    windows_stay(display, windows)
    browser.send("ping")
    assert browser.receive() == "alive"
    browser.send("end idle")
    assert browser.receive() == "logout not-configured unknown"
    assert browser.wait() == 0


def test_a_dialog_that_is_open_does_not_stay_above_the_warning(start, display):
    browser = start({"/": page("<input autofocus>", "addEventListener('keydown', () => alert('geheim'))")})
    display.xdotool("key", "a")
    wait_until(lambda: display.pixel(512, 600) != GREEN, "the dialog, and the page darker behind it")
    browser.send("warn 25")
    display.wait_color(GREY, *COVERED)
    browser.send("ping")
    assert browser.receive() == "alive"


def test_a_page_that_hangs_still_ends_in_time(start, display):
    browser = start({"/": page("", "setTimeout(() => { for (;;); }, 300)")})
    os.kill(browser.children("WebKitWebProces")[0], signal.SIGSTOP)
    browser.send("warn 25")
    display.wait_color(GREY, *COVERED)
    browser.send("end idle")
    assert browser.wait() == 0
