"""Of the official host, a page reaches https on its own port: no other port, nothing in plain text.

Runs as: root, inside tests/throw-away-machine, where kiosk-browser is installed.
"""
import pathlib
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "integration")]
from browser_rig import (PAGES, PAGES_ADDRESS, Answer, Browser, display, page, site,  # noqa: E402,F401
                         wait_until, write_policy)
from packet_watch import TCP, PacketWatch  # noqa: E402

PLAIN, OTHER = 80, 8443
PARTS = """
<img src="http://{own}/a.png"><img src="https://{own}:8443/a.png">
<script src="http://{own}/a.js"></script><script src="https://{own}:8443/a.js"></script>
<iframe src="http://{own}/a"></iframe><iframe src="https://{own}:8443/a"></iframe>
<link rel="stylesheet" href="https://{own}:8443/a.css"><link rel="preconnect" href="https://{own}:8443">
<link rel="preconnect" href="http://{own}"><video src="https://{own}:8443/a.mp4" autoplay></video>
"""
CALLS = """
for (const to of ['http://{own}/a', 'https://{own}:8443/a']) {{
  try {{ fetch(to, {{mode: 'no-cors'}}) }} catch (error) {{}}
  try {{ navigator.sendBeacon(to, 'x') }} catch (error) {{}}
  try {{ new EventSource(to) }} catch (error) {{}}
}}
for (const to of ['ws://{own}/', 'wss://{own}:8443/', 'ws://{own}:443/'])
  try {{ new WebSocket(to) }} catch (error) {{}}
setTimeout(() => fetch('/tried').then(() => {{ {move} }}), 1500)
"""
MOVES = {
    "plain": "location = 'http://{own}/a'",
    "other-port": "location = 'https://{own}:8443/a'",
    "redirect": "location = '/to-plain'",
    "form-to-plain": "const f = document.createElement('form'); f.method = 'post'; f.action = 'http://{own}/a';"
                     "document.body.append(f); f.submit()",
}


def fill(text, **more):
    return text.format(own=PAGES, **more)


@pytest.fixture(scope="module")
def watch(site):
    site.pages = {"/tried": "", "/a": page(""), "/to-plain": Answer(302, headers=[("Location", f"http://{PAGES}/a")])}
    for kind, move in MOVES.items():
        text = page(fill(PARTS), fill(CALLS, move=fill(move)))
        site.pages[f"/{kind}"] = Answer(200, text.encode(), headers=[("Strict-Transport-Security", "max-age=9999")])
    watch = PacketWatch()
    yield watch
    watch.close()


def ports(watch):
    return {contact.port for contact in watch.contacts() if contact.address == PAGES_ADDRESS and contact.protocol == TCP}


@pytest.mark.parametrize("kind", MOVES)
def test_only_the_port_of_the_policy_is_contacted(site, watch, display, kind):
    """What is asserted on are packets; then, that the shell is there still, and has the page or says why not."""
    watch.clear()
    number = site.number()
    browser = Browser(write_policy(f"https://{PAGES}/{kind}", PAGES), display)
    try:
        site.wait("/tried", number, 30)
        browser.wait_logged("navigation refused")
        assert ports(watch) == {443} and browser.process.poll() is None
    finally:
        browser.close()


def test_another_port_of_the_policy_is_contacted(site, watch, display):
    """And seen; so it would have been seen before. Plain text is not, whatever the policy says."""
    watch.clear()
    browser = Browser(write_policy(f"https://{PAGES}/plain", f"{PAGES} {PAGES}:8443"), display)
    try:
        wait_until(lambda: OTHER in ports(watch), "the other port")
        assert PLAIN not in ports(watch)
    finally:
        browser.close()
