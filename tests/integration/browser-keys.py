"""Keys and clicks: what edits and types works, everything else does nothing, and no typed text piles up.

Runs as: root, inside tests/throw-away-machine, where kiosk-browser is installed.
"""
import array
import re

import pytest
from browser_rig import GREEN, PAGES, Browser, display, page, site, wait_until, write_policy  # noqa: F401

SECRET = "Zq7mKiwiX9vault"
SCRIPT = """
const report = (name, value) => fetch('/' + name + '?v=' + encodeURIComponent(value));
const modifiers = ['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'Super', 'Hyper', 'OS', 'ContextMenu', 'Dead'];
addEventListener('keydown', event => modifiers.includes(event.key) || event.target.type == 'password' || report('key', event.key), true);
const shown = field => field.type == 'password' ? field.value.length : field.value;
addEventListener('input', event => report('input', shown(event.target)), true);
addEventListener('contextmenu', event => report('menu', ''), true);
"""
FIELD = 'style="position:fixed;top:100px;left:100px;width:600px;height:60px" autofocus'
FORBIDDEN = [
    *(f"F{number}" for number in range(1, 13)), "Menu", "shift+F10", "Print", "Pause", "Scroll_Lock", "Help", "Find", "Cancel",
    "ctrl+shift+i", "ctrl+shift+d", "ctrl+shift+c", "ctrl+shift+j", "ctrl+shift+k", "ctrl+period", "ctrl+semicolon",
    "ctrl+shift+u", *(f"ctrl+{letter}" for letter in "defghjklmnopqrstuw"), *(f"ctrl+shift+{letter}" for letter in "noptw"),
    *(f"ctrl+{number}" for number in range(1, 10)), "ctrl+F4", "ctrl+Page_Up", "ctrl+Escape", "alt+F4", "alt+Left", "alt+Right",
    "alt+Home", "alt+space", "alt+Tab", "alt+d", "super+r", "super+e", "super+l", "super+space", "ctrl+alt+t", "ctrl+alt+Delete",
    "ctrl+alt+BackSpace", "ctrl+alt+KP_Multiply", "XF86Mail", "XF86WWW", "XF86Explorer", "XF86Calculator", "XF86Search",
    "XF86Back", "XF86Forward", "XF86Reload", "XF86HomePage", "XF86AudioPlay", "XF86Launch1", "XF86Eject", "XF86PowerOff",
]


@pytest.fixture
def shell(display, site):
    """A shell on a page with one field; seen holds what the page has reported, as (name, value)."""
    browser, seen = None, []

    def start(field="<input"):
        nonlocal browser

        def note(request):
            seen.append((request.path[1:], request.query["v"]))
            return ""

        site.pages = {"/": page(f"{field} {FIELD}>", SCRIPT), "/key": note, "/input": note, "/menu": note}
        browser = Browser(write_policy(f"https://{PAGES}/", PAGES), display)
        assert browser.receive() == "ready"
        display.wait_color(GREEN)
        browser.seen = seen
        browser.wait_seen = lambda what: wait_until(lambda: what in seen, f"{what} in {seen}")
        return browser

    yield start
    browser.close()


def test_no_key_but_those_that_type_and_edit_does_anything(shell, display):
    browser = shell()
    windows = display.windows()
    for key in FORBIDDEN:
        display.xdotool("key", key)
    display.xdotool("key", "x")
    browser.wait_seen(("input", "x"))
    assert browser.seen == [("key", "x"), ("input", "x")]
    assert display.windows() == windows
    assert browser.process.poll() is None


def test_editing_keys_work(shell, display):
    browser = shell()
    display.xdotool("type", "abc")
    display.xdotool("key", "ctrl+a", "ctrl+c", "End", "ctrl+v")
    browser.wait_seen(("input", "abcabc"))
    display.xdotool("key", "BackSpace")
    browser.wait_seen(("input", "abcab"))
    browser.seen.clear()
    display.xdotool("key", "ctrl+z")
    browser.wait_seen(("input", "abcabc"))
    display.xdotool("key", "ctrl+y")
    browser.wait_seen(("input", "abcab"))
    display.xdotool("key", "Home", "Delete")
    browser.wait_seen(("input", "bcab"))


def test_an_undo_of_the_pages_own_is_not_done_twice(shell, display):
    browser = shell('<input onkeydown="if (event.key == &quot;z&quot; && event.ctrlKey) event.preventDefault()"')
    display.xdotool("type", "abc")
    display.xdotool("key", "ctrl+z", "d")
    browser.wait_seen(("input", "abcd"))


def test_french_letters_and_dead_keys_are_typed(shell, display):
    display.run("setxkbmap", "fr")
    try:
        browser = shell()
        display.xdotool("key", "eacute", "agrave", "ccedilla", "dead_circumflex", "e", "EuroSign", "at", "7", "Q")
        browser.wait_seen(("input", "éàçê€@7Q"))
    finally:
        display.run("setxkbmap", "us")


def test_zoom_is_bounded_and_reset(shell, display):
    shell()
    field_edge = (690, 190)  # inside the field at 100 %
    white = display.pixel(*field_edge)
    display.xdotool("key", *["ctrl+minus"] * 30)
    wait_until(lambda: display.pixel(*field_edge) == GREEN, "a smaller page")
    display.xdotool("key", "ctrl+0")
    wait_until(lambda: display.pixel(*field_edge) == white, "the page at its size")


def test_the_right_button_and_a_long_list_of_clicks_open_nothing(shell, display):
    browser = shell()
    windows = display.windows()
    for button in ("3", "8", "9"):
        display.xdotool("mousemove", "400", "190", "click", button)
    browser.wait_seen(("menu", ""))
    assert display.windows() == windows


def test_a_middle_click_pastes_nothing(shell, display):
    browser = shell()
    display.xdotool("type", "abc")
    display.xdotool("key", "ctrl+a")
    browser.wait_seen(("input", "abc"))
    display.xdotool("mousemove", "400", "190", "click", "1", "click", "2")
    display.xdotool("key", "End", "x")
    wait_until(lambda: ("key", "x") in browser.seen, "the last key")
    browser.wait_seen(("input", "abcx"))


PAGE = 4096
BATCH = 1 << 16  # pages


def present_runs(process, first, last):
    """The stretches of FIRST to LAST that are in memory; WebKit reserves many gigabytes that are not."""
    with open(f"/proc/{process}/pagemap", "rb") as pagemap:
        for start in range(first // PAGE, last // PAGE, BATCH):
            pagemap.seek(start * 8)
            count = min(BATCH, last // PAGE - start)
            entries = array.array("Q", pagemap.read(count * 8))
            if not any(entries):
                continue
            run = None
            for number, entry in enumerate([*entries, 0], start):
                if entry >> 63 and run is None:
                    run = number
                elif not entry >> 63 and run is not None:
                    yield run * PAGE, number * PAGE
                    run = None


def memory_holds(process, text):
    """Whether the writable memory of PROCESS holds TEXT, as bytes or as UTF-16."""
    wanted = re.compile(b"|".join(re.escape(form) for form in (text.encode(), text.encode("utf-16-le"))))
    with open(f"/proc/{process}/maps", encoding="ascii") as maps, open(f"/proc/{process}/mem", "rb") as memory:
        for line in maps:
            span, mode = line.split()[:2]
            if not mode.startswith("rw"):
                continue
            for first, last in present_runs(process, *(int(number, 16) for number in span.split("-"))):
                memory.seek(first)
                if wanted.search(memory.read(last - first)):
                    return True
    return False


def test_a_typed_password_never_reaches_the_shells_own_memory(shell, display):
    browser = shell('<input type="password"')
    display.xdotool("type", SECRET)
    browser.wait_seen(("input", str(len(SECRET))))
    assert memory_holds(browser.children("WebKitWebProces")[0], SECRET), "the search would not find it"
    assert not memory_holds(browser.process.pid, SECRET)
