"""What becomes of a connection in each state of the network, by way of a school's proxy and of its automatic
configuration too.

Runs as: root, in a throw-away machine.
"""
import http.server
import os
import pathlib
import subprocess
import sys
import threading

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "integration")]
from egress_rig import ALLOWED, ALLOWED_ADDRESS, TUNNEL, UPSTREAM, World, proxies  # noqa: E402
from pam_rig import GOOD, Launcher, assert_nothing_left, prepare, write_policy  # noqa: E402

HOSTS = pathlib.Path("/etc/hosts")
OPENED = "HTTP/1.1 200 Connection established"
UPSTREAM_POLICY = f"{GOOD}[network]\nupstream-proxy = {UPSTREAM}:3128\n"
# Tries again and again: what changes from one answer to the next is the world.
TRY = TUNNEL + """
import time
while True:
    try:
        proxy, answer = tunnel()
        say(answer)
        proxy.close()
    except OSError as error:
        say(error)
    time.sleep(0.1)
"""


@pytest.fixture(scope="module")
def world():
    prepare()
    return World()


@pytest.fixture(autouse=True)
def machine(world):
    prepare()
    hosts = HOSTS.read_text()
    yield
    HOSTS.write_text(hosts)
    world.upstream_answer, world.names.answer = b"HTTP/1.1 200 OK\r\n\r\n", None
    assert_nothing_left(sorted(os.listdir("/etc/skel")))
    assert proxies() == []


def stop(launcher):
    launcher.stop()
    launcher.ended()


def test_all_goes_by_way_of_the_upstream_proxy(world):
    program = TUNNEL + """
proxy, answer = tunnel()
proxy.sendall(b"inside-by-the-school")
say(answer, proxy.recv(100))
say(tunnel("foreign.example:443")[1])
end()
"""
    write_policy(UPSTREAM_POLICY)
    world.requests.clear()
    with Launcher(program) as launcher:
        launcher.log.wait_for(f"{OPENED} b'by way of the school'")
        launcher.log.wait_for("HTTP/1.1 403")
        launcher.ended()
    assert world.requests == [f"CONNECT {ALLOWED}:443 HTTP/1.1\r\nHost: {ALLOWED}:443\r\n\r\n"]
    world.tokens.discard("inside-by-the-school")


def test_what_the_upstream_proxy_answers_is_told_apart(world):
    """The answers of tinyproxy, squid, filters and portals, as the page that the person sees needs them."""
    answers = {
        b"407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate": "596 Upstream Login",
        b"403 Filtered\r\nContent-Type: text/html": "593 Upstream Refused",
        b"302 Found\r\nLocation: http://portail.example/": "597 Page Of The Network",
        b"200 OK\r\nContent-Type: text/html\r\nContent-Length: 20": "597 Page Of The Network",
        b"511 Network Authentication Required": "597 Page Of The Network",
        b"503 Service Unavailable": "599 Upstream Failed",
        b"200 Connection established": "200 Connection established",
    }
    write_policy(UPSTREAM_POLICY)
    with Launcher(TRY) as launcher:
        for answer, told in answers.items():
            world.upstream_answer = b"HTTP/1.1 " + answer + b"\r\n\r\n<html>Bloqu\xe9</html>"
            launcher.log.wait_for(f"^HTTP/1.1 {told}$")
        world.upstream_answer = b"SSH-2.0-OpenSSH_9.2\r\n\r\n"
        launcher.log.wait_for("^HTTP/1.1 598 Upstream Down$")
        stop(launcher)


def test_an_upstream_proxy_that_is_down(world):
    write_policy(f"{GOOD}[network]\nupstream-proxy = {UPSTREAM}:9\n")
    with Launcher(TRY) as launcher:
        launcher.log.wait_for("^HTTP/1.1 598 Upstream Down$")
        stop(launcher)


def test_states_of_the_network_are_told_apart(world):
    """One session, which sees them all come and go; at the end it is as at the beginning."""
    with Launcher(TRY) as launcher:
        launcher.log.wait_for(f"^{OPENED}$")
        HOSTS.write_text(f"127.0.0.99 {ALLOWED}\n")
        launcher.log.wait_for("^HTTP/1.1 591 No Connection$")
        HOSTS.write_text(f"198.51.100.9 {ALLOWED}\n")
        launcher.log.wait_for("^HTTP/1.1 59[12] No ")
        HOSTS.write_text(f"0.0.0.0 {ALLOWED}\n")
        launcher.log.wait_for("^HTTP/1.1 588 False Address$")
        HOSTS.write_text("127.0.0.1 localhost\n")
        launcher.log.wait_for("^HTTP/1.1 594 No Name Server$")
        for answer, told in ((3, "590 No Such Name"), (2, "594 No Name Server"), (0, "590 No Such Name"),
                             ("0.0.0.0", "588 False Address"), (ALLOWED_ADDRESS, "200 Connection established")):
            world.names.answer = answer
            launcher.log.wait_for(f"^HTTP/1.1 {told}$")
        world.names.answer = None
        subprocess.run(["ip", "link", "set", "wire", "down"], check=True)
        launcher.log.wait_for("^HTTP/1.1 595 No Network$")
        subprocess.run(["ip", "link", "set", "wire", "up"], check=True)
        HOSTS.write_text(f"{ALLOWED_ADDRESS} {ALLOWED}\n")
        launcher.log.wait_for(f"^{OPENED}$")
        stop(launcher)


class Configuration:
    """A web server of the school with its automatic configuration."""

    def __init__(self):
        owner = self
        self.text, self.asked = None, 0

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                owner.asked += 1
                self.send_response(200 if owner.text else 503)
                self.end_headers()
                self.wfile.write((owner.text or "").encode())

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer((UPSTREAM, 80), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()


def pac_policy(url):
    write_policy(f"{GOOD}[network]\nproxy-auto-config = {url}\n")


def test_the_automatic_configuration_says_which_proxy_to_take(world):
    """It is got from the web once it is there; a dead proxy of it is passed over, and one that refuses is not."""
    configuration = Configuration()
    pac_policy(f"http://{UPSTREAM}/proxy.pac")
    world.requests.clear()
    with Launcher(TRY) as launcher:
        launcher.log.wait_for("automatic configuration: cannot be got")
        launcher.log.wait_for("^HTTP/1.1 589 No Configuration$")
        configuration.text = f"""function FindProxyForURL(url, host) {{
            if (isInNet(host, "{ALLOWED_ADDRESS}", "255.255.255.255") && url == "https://{ALLOWED}/")
                return "PROXY {UPSTREAM}:9; SOCKS {UPSTREAM}:1; PROXY {UPSTREAM}:3128; DIRECT";
            return "DIRECT"; }}"""
        launcher.log.wait_for(f"^{OPENED}$")
        assert world.requests[-1].startswith(f"CONNECT {ALLOWED}:443 HTTP/1.1\r\n")
        world.upstream_answer = b"HTTP/1.1 403 Filtered\r\n\r\n"
        launcher.log.wait_for("^HTTP/1.1 593 Upstream Refused$")
        stop(launcher)


@pytest.mark.parametrize("text, told", [
    ("function FindProxyForURL(url, host) { for (;;); }", "587 Bad Configuration"),
    ("<html>Portail</html>", "587 Bad Configuration"),
    ("/" * (1 << 20) + "\nfunction FindProxyForURL() { return 'DIRECT' }", "589 No Configuration"),
    ("/" * (1 << 19) + "\nfunction FindProxyForURL() { return 'DIRECT' }", "200 Connection established"),
], ids=["endless", "garbage", "too-long", "long"])
def test_automatic_configurations_of_all_kinds(text, told):
    path = pathlib.Path("/etc/webmail-kiosk/proxy.pac")
    path.write_text(text)
    path.chmod(0o644)
    pac_policy(f"file://{path}")
    with Launcher(TRY) as launcher:
        launcher.log.wait_for(f"^HTTP/1.1 {told}$")
        stop(launcher)
