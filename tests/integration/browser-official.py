"""Only the official site's own pages are shown: pinned keys, hosts of assets, the bar and where links lead.

Runs as: root, inside tests/throw-away-machine, where kiosk-browser is installed.
"""
import pathlib
import subprocess

import pytest
from browser_rig import GREEN, PAGES, Browser, big_link, display, page, site, wait_until, write_policy  # noqa: F401
from tls_hosts import Host, host_of, pin

START = f"https://{PAGES}/"
BAR = (600, 2)
RED = "#ce0500"


@pytest.fixture(scope="module")
def hosts(site):
    return {name: Host(name, number) for number, name in enumerate(("early", "pinned", "static"))}


@pytest.fixture
def start(display, site):
    browsers = []

    def start(pages=None, pins=(), **policy):
        site.pages = pages or {}
        path = write_policy(**{"start": START, "allow": PAGES, **policy})
        if pins:
            path.write_text(path.read_text() + "\n    ".join(["[tls]\npins =", *pins]) + "\n")
        browsers.append(Browser(path, display))
        return browsers[-1]

    yield start
    for browser in browsers:
        browser.close()


def click(display, x=512, y=400):
    display.xdotool("mousemove", str(x), str(y), "click", "1")


def test_a_pinned_key_and_one_in_reserve_let_the_page_through(start, display, hosts):
    host = host_of("pinned")
    for pins in ((f"{host}={pin('pinned')}", f"{host}={pin('static')}"),
                 (f"{host}={pin('static')}", f"{host}={pin('pinned')}")):
        browser = start(start=f"https://{host}/", allow=host, pins=pins)
        assert browser.receive() == "ready"
        display.wait_color(GREEN)
        browser.close()


def test_another_valid_key_is_an_attack_without_a_way_around(start, display, hosts):
    host = host_of("pinned")
    browser = start(start=f"https://{host}/", allow=host, pins=(f"{host}={pin('static')}", f"{host}={pin('early')}"))
    browser.wait_logged("load failed: TLS-PIN")
    display.wait_color(RED, *BAR)
    assert display.pixel(512, 600) != GREEN
    for attempts in (1, 2):  # the button there is tries again, and does not go on
        wait_until(lambda: browser.logged().count("load failed: TLS-PIN") == attempts, "the page of the attack")
        display.wait_color(RED, *BAR)
        assert display.pixel(512, 600) != GREEN
        display.xdotool("key", "a", "Return")


def test_a_pinned_host_is_checked_on_the_way_too(start, display, hosts):
    host = host_of("pinned")
    browser = start({"/": page(big_link(f"https://{host}/"))}, allow=f"{PAGES} {host}",
                    pins=(f"{host}={pin('static')}", f"{host}={pin('early')}"))
    assert browser.receive() == "ready"
    display.wait_color(GREEN)
    click(display)
    browser.wait_logged("load failed: TLS-PIN")
    display.wait_color(RED, *BAR)


def padlock(display):
    """Where it is depends on the width of the site's name."""
    return next(x for x in range(40, 640, 6) if display.pixel(x, 38) == "#18753c"), 38


def test_the_bar_opens_a_panel_that_moves_the_page_down(start, display):
    """It is no window, so that none can be made that looks like it, and the page cannot lie above it."""
    browser = start({"/": page("")})
    assert browser.receive() == "ready"
    display.wait_color(GREEN, 512, 100)
    windows = display.windows()
    click(display, *padlock(display))
    display.wait_color("#ffffff", 1000, 100)
    assert display.windows() == windows
    display.wait_color(GREEN)
    click(display, *padlock(display))
    display.wait_color(GREEN, 512, 100)


@pytest.mark.parametrize("href, target", [
    ("https://evil.example/" + "a/" * 20, "https://evil.example/" + "a/" * 20),
    # A Cyrillic letter: what is shown, and sent, is the form in which no letter looks like another.
    ("https://pages.\u0430cademie.example/", "https://pages.xn--cademie-1fg.example/")])
def test_a_blocked_link_is_there_for_a_telephone(start, display, href, target):
    browser = start({"/": page(big_link(href))})
    assert browser.receive() == "ready"
    display.wait_color(GREEN)
    click(display)
    browser.wait_logged("navigation refused")
    picture = pathlib.Path("/tmp/blocked.png")

    def read():
        display.screenshot(picture)
        done = subprocess.run(["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture],
                              capture_output=True, text=True, check=False)
        return done.stdout.strip() == target

    wait_until(read, "the code of the address")


ASSETS = """
const add = (tag, attributes) => document.body.append(Object.assign(document.createElement(tag), attributes));
const from = 'https://static.academie.example/';
add('img', {src: from + 'image'}); add('script', {src: from + 'script'});
add('link', {rel: 'stylesheet', href: from + 'style'}); add('iframe', {src: from + 'frame'});
add('object', {data: from + 'object'}); fetch(from + 'fetch', {mode: 'no-cors'});
setTimeout(() => fetch('/done'), 1000);
"""


def test_a_host_of_assets_gives_parts_of_pages_and_no_pages(start, display, site, hosts):
    browser = start({"/": page(big_link("https://static.academie.example/page"), ASSETS), "/done": ""},
                    assets=host_of("static"))
    site.wait("/done")
    display.wait_color(GREEN)
    click(display)
    browser.wait_logged("navigation refused: host is not on the list")
    assert set(hosts["static"].requests()) == {"/image", "/script", "/style", "/fetch"}


def test_without_assets_their_host_sees_nothing(start, site, hosts):
    hosts["static"].log.clear()
    start({"/": page("", ASSETS), "/done": ""})
    site.wait("/done")
    assert hosts["static"].log.since(0) == []
