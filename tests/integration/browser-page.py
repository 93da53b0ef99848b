"""A page cannot leave its place: it is not painted and gets no key before it is verified, nor after it no longer is;
and it can neither cover nor imitate the bar.

Runs as: root, inside tests/throw-away-machine, where kiosk-browser is installed.
"""
import os
import pathlib
import shutil
import subprocess
import threading

import pytest
from browser_rig import (  # noqa: F401
    GREEN, PAGES, SECONDS, Answer, Browser, account, big_link, display, page, site, wait_until, write_policy)
from event_lines import Lines
from tls_hosts import Host, host_of, pin

BUILD = pathlib.Path(os.environ["KIOSK_BUILD"])
BAR = (600, 2)
RED, GREY = "#ce0500", "#f6f6f6"
MARK = "#c715fe"  # of the page that must not be seen
KEYS = "addEventListener('keydown', event => fetch('/key'), true); fetch('/there');"
PINNED = host_of("pinned")


def marked(script=""):
    return page("", script).replace(GREEN, MARK)


@pytest.fixture(scope="module")
def pinned(site):
    return Host("pinned", 0)


@pytest.fixture(autouse=True)
def fresh(display, site, pinned):
    display.xdotool("mousemove", "512", "400")  # no button of the bar is lit
    site.pages = {}
    pinned.content = Answer(200, page("").encode())
    pinned.change_certificate("pinned", "pinned")
    pinned.log.clear()


@pytest.fixture
def start(display):
    browsers = []

    def start(url, allow, pins=()):
        path = write_policy(url, allow)
        if pins:
            path.write_text(path.read_text() + "\n    ".join(["[tls]\npins =", *(f"{PINNED}={value}" for value in pins)]) + "\n")
        browsers.append(Browser(path, display))
        return browsers[-1]

    yield start
    for browser in browsers:
        browser.close()


@pytest.fixture
def right_pins(pinned):
    return pin("pinned"), pin("pages")


@pytest.fixture
def wrong_pins(pinned):
    return pin("pages"), pin("evil")


class PaintWatch:
    """Counts, from its making to its end, the changes of the screen and those that showed MARK."""

    def __init__(self, display):
        self.process = subprocess.Popen([BUILD / "tests/bench/paint-watch", MARK], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, env={"DISPLAY": display.name})
        self.lines = Lines(self.process.stdout, SECONDS)
        self.lines.wait_for("ready")

    def end(self):
        self.process.stdin.close()
        looks, shown = self.lines.wait_for(r"(\d+) (\d+)").groups()
        self.process.wait()
        return int(looks), int(shown)


def click(display, x=512, y=400):
    display.xdotool("mousemove", str(x), str(y), "click", "1")


def test_a_page_is_painted_when_nobody_verifies_it(display, site, pinned):
    """The control: the watch sees the page, and its colour, in a window of WebKit's alone."""
    pinned.content = Answer(200, marked("").encode())
    user = account()
    watch = PaintWatch(display)
    program = shutil.copy(BUILD / "tests/bench/bare-window", "/usr/local/bin")  # the build may lie where USER cannot look
    window = subprocess.Popen(
        [program, f"https://{PINNED}/"], user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd="/",
        env={"HOME": "/tmp", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "DISPLAY": display.name,
             "WEBKIT_DISABLE_DMABUF_RENDERER": "1"})
    try:
        display.wait_color(MARK, seconds=2 * SECONDS)
    finally:
        window.terminate()
        window.wait()
    assert watch.end()[1] > 0


def test_a_first_page_that_is_not_verified_is_never_painted(display, start, pinned, wrong_pins):
    pinned.content = Answer(200, marked(KEYS).encode())
    watch = PaintWatch(display)
    browser = start(f"https://{PINNED}/", PINNED, wrong_pins)
    browser.wait_logged("load failed: TLS-PIN", SECONDS)
    display.wait_color(RED, *BAR)
    looks, shown = watch.end()
    assert looks > 0 and shown == 0


def test_a_later_page_that_is_not_verified_is_never_painted_and_gets_no_key(display, start, site, pinned, wrong_pins):
    """Somebody types all the time: before the click, while the page comes, after it was refused."""
    pinned.content = Answer(200, marked(KEYS).encode())
    site.pages = {"/": page(big_link(f"https://{PINNED}/"), KEYS), "/key": "", "/there": ""}
    browser = start(f"https://{PAGES}/", f"{PAGES} {PINNED}", wrong_pins)
    assert browser.receive() == "ready"
    display.wait_color(GREEN)
    watch = PaintWatch(display)
    over = threading.Event()

    def type_letters():
        while not over.is_set():
            display.xdotool("type", "--delay", "5", "secret")

    typist = threading.Thread(target=type_letters)
    typist.start()
    try:
        site.wait("/key")  # the verified page gets what is typed
        click(display)
        browser.wait_logged("load failed: TLS-PIN", SECONDS)
        display.wait_color(RED, *BAR)
    finally:
        over.set()
        typist.join()
    assert watch.end()[1] == 0
    assert "/" in pinned.requests() and "/key" not in pinned.requests()


def test_a_load_that_brings_no_page_gives_the_keys_back(display, start, site, right_pins):
    site.pages = {"/": page(big_link("/none"), KEYS), "/key": "", "/there": "", "/none": Answer(204)}
    browser = start(f"https://{PAGES}/", f"{PAGES} {PINNED}", right_pins)
    assert browser.receive() == "ready"
    display.wait_color(GREEN)
    click(display)
    site.wait("/none")
    asked = site.number()
    wait_until(lambda: display.xdotool("key", "x") or site.log.wait({"kind": "request", "path": "/key"}, asked, 1), "a key")


def test_a_verified_page_is_painted_and_gets_keys(display, start, pinned, right_pins):
    """The control of both tests before: all is the same but the pins."""
    pinned.content = Answer(200, marked(KEYS).encode())
    watch = PaintWatch(display)
    assert start(f"https://{PINNED}/", PINNED, right_pins).receive() == "ready"
    display.wait_color(MARK)
    display.xdotool("type", "secret")
    wait_until(lambda: "/key" in pinned.requests(), "a key")
    assert watch.end()[1] > 0


def test_a_certificate_that_changes_under_way_ends_the_page(display, start, pinned, right_pins):
    """The same host shows another key, all valid, when the next page is asked for."""
    pinned.content = Answer(200, page(big_link("/next")).encode(), headers=[("Connection", "close")])
    browser = start(f"https://{PINNED}/", PINNED, right_pins)
    assert browser.receive() == "ready"
    display.wait_color(GREEN)
    pinned.change_certificate("pinned-again", "pinned-again")
    pinned.content = Answer(200, marked(KEYS).encode())
    watch = PaintWatch(display)
    click(display)
    browser.wait_logged("load failed: TLS-PIN", SECONDS)
    display.wait_color(RED, *BAR)
    display.xdotool("type", "secret")
    browser.send("ping")
    wait_until(lambda: browser.receive() == "alive", "an answer")
    assert watch.end()[1] == 0 and "/key" not in pinned.requests()


def test_a_certificate_that_nobody_vouches_for_ends_the_parts_too(display, start, pinned):
    """The page stands; what it asks for afterwards meets another certificate, and is not sent."""
    pinned.content = Answer(200, page("", "onclick = () => fetch('/part').catch(() => document.body.style.background"
                                      " = 'yellow')").encode(), headers=[("Connection", "close")])
    browser = start(f"https://{PINNED}/", PINNED)
    assert browser.receive() == "ready"
    display.wait_color(GREEN)
    pinned.change_certificate("pinned-nobody", "pinned-again")
    click(display)
    display.wait_color("#ffff00")
    assert "/part" not in pinned.requests()


TRICKS = """
const tell = (name, value) => fetch('/' + name + '?' + encodeURIComponent(value));
document.title = 'Site officiel vérifié – webmail.academie.example';
onclick = async () => {
  const all = document.documentElement;
  try { await all.requestFullscreen(); } catch {}
  try { all.webkitRequestFullscreen(); } catch {}
  try { await all.requestPointerLock(); } catch {}
  try { moveTo(0, 0); moveBy(-50, -50); resizeTo(3000, 3000); } catch {}
  try { open('/empty', 'x', 'width=300,height=60,left=0,top=0'); } catch {}
  try { open('', 'y', 'popup'); } catch {}
  try { await Notification.requestPermission(); new Notification('Site officiel vérifié'); } catch {}
  try { await navigator.wakeLock.request(); } catch {}
  try { document.querySelector('dialog').showModal(); document.querySelector('[popover]').showPopover(); } catch {}
  scrollTo(0, 9999);
  tell('tried', [document.fullscreenElement, document.webkitFullscreenElement, document.pointerLockElement,
                 screenX, screenY, 'serviceWorker' in navigator, innerHeight < 768].join());
};
"""
COVERS = """<meta name="theme-color" content="#ff00ff"><link rel="icon" href="/padlock.png">
<div style="position:fixed;top:-200px;left:0;right:0;height:300px;z-index:2147483647;background:#ff00ff">Site officiel</div>
<dialog style="position:fixed;top:-200px;height:300px;background:#ff00ff">x</dialog><div popover style="top:-200px;height:300px">x</div>
<div style="height:9999px"></div>"""


def bar_of(display, name="before"):
    picture = pathlib.Path(f"/tmp/bar-{name}.png")
    display.run("import", "-window", "root", "-crop", "1024x60+0+0", str(picture))
    return picture


def same_bar(display, before):
    """But for the rounding of a letter's edge when it is drawn anew."""
    done = subprocess.run(["compare", "-fuzz", "2%", "-metric", "AE", before, bar_of(display, "now"), "null:"],
                          capture_output=True, text=True, check=False)
    return done.stderr.strip() == "0"


def test_a_page_neither_covers_nor_imitates_the_bar(display, start, site):
    tried = []
    site.pages = {"/": page(COVERS, TRICKS), "/empty": page(""), "/tried": lambda request: tried.append(list(request.query)) or "",
                  "/padlock.png": Answer(200, b"x", "image/png")}
    browser = start(f"https://{PAGES}/", PAGES)
    assert browser.receive() == "ready"
    display.wait_color(GREEN)
    windows, names, bar = display.windows(), window_names(display), bar_of(display)
    click(display)
    site.wait("/tried", 0, 2 * SECONDS)
    assert tried == [[",,,0,0,false,true"]]
    assert same_bar(display, bar)
    assert (display.windows(), window_names(display)) == (windows, names)
    assert not any("officiel" in name for name in names)
    click(display, 950, 30)  # and the pointer is not held
    wait_until(lambda: browser.receive() == "request-end logout-button", "the button's message")


def window_names(display):
    return [display.run("xdotool", "getwindowname", window).strip() for window in sorted(display.windows())]


@pytest.mark.parametrize("call", ["alert(text)", "confirm(text)", "prompt(text)"])
def test_a_dialog_of_the_page_stays_below_the_bar(display, start, site, call):
    """Long, and many lines of it."""
    script = f"const text = 'Site officiel vérifié '.repeat(20) + '\\n'.repeat(200); onclick = () => {{ {call}; fetch('/answered') }}"
    site.pages = {"/": page("", script), "/answered": ""}
    browser = start(f"https://{PAGES}/", PAGES)
    assert browser.receive() == "ready"
    display.wait_color(GREEN)
    windows, bar = display.windows(), bar_of(display)
    click(display)
    wait_until(lambda: display.pixel(512, 600) != GREEN, "the dialog")
    assert same_bar(display, bar) and display.windows() == windows
    display.xdotool("key", "Escape")
    site.wait("/answered")
    display.wait_color(GREEN)
