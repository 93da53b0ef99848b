"""No page is shown over a TLS that is not in order, and each fault has a page of its own.

Runs as: root, inside tests/throw-away-machine, where kiosk-browser is installed.
"""
import socket

import pytest
from browser_rig import GREEN, SECONDS, Browser, display, site, start_servers, write_policy  # noqa: F401
from tls_hosts import HOSTS, Host, add_host, host_of, read_hello, trust_private_authority

BAR = (600, 2)
RED = "#ce0500"
TLS_1_2, TLS_1_3 = 0x0303, 0x0304
GOOD_SUITES = {0x1301, 0xc02f}
BROKEN_SUITES = {
    *range(0x0000, 0x001c),  # without encryption, RC4, export, DES, 3DES, without a server's name
    0x002c, 0x003b, 0xc001, 0xc006, 0xc00b, 0xc010,  # without encryption
    0xc002, 0xc007, 0xc00c, 0xc011, 0xc033,  # RC4
    0xc003, 0xc008, 0xc00d, 0xc012, 0xc01a, 0xc01b, 0xc01c,  # 3DES
    0x0034, 0x003a, 0x006c, 0x006d, *range(0xc015, 0xc01a),  # without a server's name
}


@pytest.fixture(scope="module")
def hosts(site):
    return {name: Host(name, number) for number, name in enumerate(HOSTS)}


@pytest.fixture
def start(display):
    browsers = []

    def start(name):
        host = host_of(name)
        browsers.append(Browser(write_policy(f"https://{host}/", host), display))
        return browsers[-1]

    yield start
    for browser in browsers:
        browser.close()


@pytest.mark.parametrize("name, code", [
    ("early", "TLS-EARLY"), ("small-key", "TLS-WEAK"), ("old-digest", "TLS-WEAK"), ("private", "TLS-FILTER"),
    ("tls-1.0", "TLS-HANDSHAKE"), ("tls-1.1", "TLS-HANDSHAKE"), ("revoked", "TLS-REVOKED"), ("unstapled", "TLS-STAPLE")])
def test_a_fault_of_tls_has_its_own_page_and_no_request_is_made(start, display, hosts, name, code):
    browser = start(name)
    browser.wait_logged(f"load failed: {code}", SECONDS)
    display.wait_color(RED, *BAR)
    assert display.pixel(512, 600) != GREEN
    assert hosts[name].connections() > 0 and hosts[name].requests() == []


def test_a_certificate_that_its_authority_vouches_for_opens(start, display, hosts):
    """The host of the test before, but for the answer that its server sends along."""
    browser = start("stapled")
    assert browser.receive() == "ready"
    display.wait_color(GREEN)


def test_an_authority_of_the_system_store_opens_its_sites(start, display, hosts):
    trust_private_authority()
    browser = start("private")
    assert browser.receive() == "ready"
    display.wait_color(GREEN)
    for name, code in (("incomplete", "TLS-FILTER"), ("weak-chain", "TLS-WEAK")):
        browser.close()
        browser = start(name)
        browser.wait_logged(f"load failed: {code}", SECONDS)
        assert hosts[name].requests() == []


def test_no_old_tls_and_no_broken_cipher_is_offered(start):
    with socket.create_server(("127.0.0.49", 443)) as listener:
        listener.settimeout(SECONDS)
        add_host("127.0.0.49", "hello")
        start("hello")
        suites, versions = read_hello(listener)
    assert versions == {TLS_1_2, TLS_1_3}
    assert suites >= GOOD_SUITES and not suites & BROKEN_SUITES
