"""Only the official site's own pages are shown: certificates, pinned keys, hosts of assets.

Runs as: root, inside tests/throw-away-machine, where kiosk-browser is installed.
"""
import base64
import hashlib
import pathlib
import ssl
import subprocess
import threading

import pytest
from browser_rig import (
    GREEN, PAGES, Answer, Browser, big_link, display, page, site, wait_until, write_policy)  # noqa: F401
from webmail.serving.control import RUN_DIR
from webmail.serving.https_server import HttpsServer, tls_context
from webmail.serving.request_log import RequestLog

START = f"https://{PAGES}/"
CERTIFICATES = pathlib.Path(RUN_DIR) / "certificates"
BAR = (600, 2)
RED = "#ce0500"
EC_KEY = "openssl ecparam -name prime256v1 -genkey -noout -out {name}.key"
REQUEST = "openssl req -new -key {name}.key -subj /CN={name}.academie.example"
BY_AUTHORITY = "openssl x509 -req -CA ca.pem -CAkey ca.key -days 30 -extfile {name}.ext -out {name}.pem"
EARLY = """openssl ca -batch -notext -config ca.conf -cert ca.pem -keyfile ca.key -extfile {name}.ext \
    -startdate 20400101000000Z -enddate 20410101000000Z -in {name}.csr -out {name}.pem"""
# How each host gets its key and certificate, in the folder of the test authority.
HOSTS = {
    "early": f"{EC_KEY}; {REQUEST} -out {{name}}.csr; {EARLY}",
    "small-key": f"openssl genrsa -out {{name}}.key 1024; {REQUEST} | {BY_AUTHORITY}",
    "old-digest": f"{EC_KEY}; {REQUEST} | {BY_AUTHORITY} -sha1",
    "untrusted": f"""openssl req -x509 -newkey ec:<(openssl ecparam -name prime256v1) -nodes -keyout other.key \
        -subj /CN=Other -days 30 -out other.pem; {EC_KEY}; {REQUEST} |
        openssl x509 -req -CA other.pem -CAkey other.key -days 30 -extfile {{name}}.ext -out {{name}}.pem""",
    "pinned": f"{EC_KEY}; {REQUEST} | {BY_AUTHORITY}",
    "static": f"{EC_KEY}; {REQUEST} | {BY_AUTHORITY}",
}


def host_of(name):
    return f"{name}.academie.example"


class Host:
    """One of HOSTS at an address of its own, answering every path with ANSWER."""

    def __init__(self, name, number):
        script = HOSTS[name].format(name=name)
        subprocess.run(
            ["bash", "-eo", "pipefail", "-c", f"cd {CERTIFICATES}; echo subjectAltName=DNS:{host_of(name)} >{name}.ext; {script}"],
            check=True, capture_output=True)
        address = f"127.0.0.{50 + number}"
        with open("/etc/hosts", "a", encoding="utf-8") as hosts:
            hosts.write(f"{address} {host_of(name)}\n")
        self.log, self.content = RequestLog(), Answer(200, page("").encode())
        context = tls_context_of(name)
        self.server = HttpsServer((address, 443), context, self.log, lambda request: self.content)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def requests(self):
        return [entry["path"] for entry in self.log.since(0) if entry["kind"] == "request"]


def tls_context_of(name):
    """OpenSSL refuses to serve a weak certificate unless told to."""
    if name not in ("small-key", "old-digest"):
        return tls_context(CERTIFICATES / f"{name}.pem", CERTIFICATES / f"{name}.key")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.load_cert_chain(CERTIFICATES / f"{name}.pem", CERTIFICATES / f"{name}.key")
    return context


def pin(name):
    """The pin of the host's key, as openssl's own tools compute it."""
    der = subprocess.run(["openssl", "pkey", "-in", CERTIFICATES / f"{name}.key", "-pubout", "-outform", "DER"],
                         check=True, capture_output=True).stdout
    return "sha256/" + base64.b64encode(hashlib.sha256(der).digest()).decode()


@pytest.fixture(scope="module")
def hosts(site):
    return {name: Host(name, number) for number, name in enumerate(HOSTS)}


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


@pytest.mark.parametrize("name, code", [
    ("early", "TLS-EARLY"), ("small-key", "TLS-WEAK"), ("old-digest", "TLS-WEAK"), ("untrusted", "TLS-AUTHORITY")])
def test_a_bad_certificate_has_its_own_page(start, display, hosts, name, code):
    browser = start(start=f"https://{host_of(name)}/", allow=host_of(name))
    browser.wait_logged(f"load failed: {code}")
    display.wait_color(RED, *BAR)
    assert display.pixel(512, 600) != GREEN
    if name != "small-key":  # which the platform's TLS lets pass: the shell refuses what came
        assert hosts[name].requests() == []


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


def test_a_blocked_link_is_there_for_a_telephone(start, display):
    target = "https://evil.example/" + "a/" * 20
    browser = start({"/": page(big_link(target))})
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
