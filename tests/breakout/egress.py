"""Nothing of a session reaches anything but the policy's hosts, whatever runs in it.

Runs as: root, in a throw-away machine.
"""
import json
import os
import pathlib
import signal
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "integration")]
from egress_rig import ALLOWED, World  # noqa: E402
from pam_rig import (GOOD, PROGRAM, Launcher, assert_nothing_left, prepare, wait_for_end,  # noqa: E402
                     write_policy)

WAYS = (HERE / "egress_ways.py").read_text()
# What this kernel, or one without its module, cannot do even for root.
NOT_EVERYWHERE = {"sctp", "virtual-machine-socket"}
# No token of theirs can arrive: the attempt itself is what is asserted on.
TUNNEL = f"""\
import os, socket, sys
def tunnel(target="{ALLOWED}:443"):
    proxy = socket.create_connection(("127.0.0.1", 3128))
    proxy.sendall(f"CONNECT {{target}} HTTP/1.1\\r\\nHost: {{target}}\\r\\n\\r\\n".encode())
    return proxy, proxy.recv(1000).split(b"\\r\\n")[0].decode()
def say(*words):
    print(*words, file=sys.stderr, flush=True)
def end():
    os.write(3, b"reason=idle\\n")
    os._exit(34)
"""


@pytest.fixture(scope="module")
def world():
    prepare()
    return World()


@pytest.fixture(autouse=True)
def machine(world):
    prepare()
    yield
    assert_nothing_left(sorted(os.listdir("/etc/skel")))
    assert proxies() == []


def proxies():
    """The processes of kiosk-proxy that take connections: those whose parent is none of them."""
    found = {}
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = path.read_text().split(" (", 1)
            name, rest = rest.rsplit(") ", 1)
        except OSError:
            continue
        if name == "kiosk-proxy" and rest[0] not in "ZX":
            found[int(pid)] = int(rest.split()[1])
    return [pid for pid, parent in found.items() if parent not in found]


def ways_of(lines):
    return dict(json.loads(line.split(" ", 1)[1]) for line in lines if line.startswith("way "))


def test_no_way_out_leads_anywhere(world):
    with Launcher(WAYS) as launcher:
        launcher.log.wait_for("ways over", seconds=120)
        ended = launcher.ended()
        assert launcher.status() == 0
    inside = ways_of(launcher.log.lines)
    control = subprocess.run([PROGRAM, "outside"], stderr=subprocess.PIPE, text=True, timeout=120)
    assert control.returncode == 0, control.stderr
    assert set(ways_of(control.stderr.splitlines())) == set(inside) and len(inside) >= 70
    world.wait_for("outside", set(inside) - NOT_EVERYWHERE)
    assert world.arrived("inside") == set()
    assert "bound" not in inside.values() and not any("attached" in line for line in launcher.log.lines)
    opened = {name for name, result in inside.items() if name.startswith("proxy-") and " 200" in result}
    assert opened == set()
    assert (ended["reason"], ended["wipe"]) == ("idle", "ok")


def test_the_webmail_is_reached_and_counted(world):
    program = TUNNEL + """
proxy, answer = tunnel()
proxy.sendall(b"inside-by-right")
say(answer, proxy.recv(100))
proxy.shutdown(socket.SHUT_WR)
say("rest", proxy.recv(100))
for target in ("foreign.example:443", "foreign.example:80", "x:1"):
    say(tunnel(target)[1])
end()
"""
    with Launcher(program) as launcher:
        launcher.log.wait_for("HTTP/1.1 200 Connection established b'ok'")
        launcher.log.wait_for("rest b''")
        # The last connection may be open still when the proxy ends.
        launcher.log.wait_for("kiosk-proxy: ended: 1 opened; [23] host and port are not on the list; [01] tunnels open")
        launcher.ended()
    assert launcher.log.lines.count("HTTP/1.1 403 Not On The List") == 3
    assert "kiosk-proxy: refused: host and port are not on the list (1 times)" in launcher.log.lines
    assert "by-right" in world.arrived("inside")
    assert not any("foreign" in line for line in launcher.log.lines)
    world.tokens.discard("inside-by-right")


def test_a_proxy_that_dies_comes_back_and_a_session_without_one_ends():
    program = TUNNEL + """
while True:
    proxy, answer = tunnel()
    say("through", answer)
    proxy.recv(1)
    say("cut")
"""
    with Launcher(program) as launcher:
        for _ in range(5):
            launcher.log.wait_for("through HTTP/1.1 200")
            pid, = proxies()
            assert os.stat(f"/proc/{pid}/fd").st_uid == 0  # root alone may look into it
            status = pathlib.Path(f"/proc/{pid}/status").read_text()
            assert "Uid:\t65534\t65534\t65534\t65534" in status and "NoNewPrivs:\t1" in status
            os.kill(pid, signal.SIGKILL)
            assert wait_for_end(pid)
            launcher.log.wait_for("proxy ended .signal 9.")
        assert launcher.ended()["reason"] == "crash-session"


UPSTREAM_POLICY = GOOD + "[network]\nupstream-proxy = 198.51.100.80:3128\n"


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
        launcher.log.wait_for("HTTP/1.1 200 Connection established b'by way of the school'")
        launcher.log.wait_for("HTTP/1.1 403")
        launcher.ended()
    assert world.requests == [f"CONNECT {ALLOWED}:443 HTTP/1.1\r\nHost: {ALLOWED}:443\r\n\r\n"]
    world.tokens.discard("inside-by-the-school")


@pytest.mark.parametrize("status", [b"407 Proxy Authentication Required", b"403 Forbidden", b"302 Found"])
def test_what_the_upstream_proxy_refuses_is_told_apart(world, status):
    write_policy(UPSTREAM_POLICY)
    world.upstream_status = status
    with Launcher(TUNNEL + "say(tunnel()[1])\nend()\n") as launcher:
        launcher.log.wait_for("HTTP/1.1 593 Upstream Refused")
        launcher.ended()
    world.upstream_status = b"200 OK"


@pytest.mark.parametrize("hosts, answer", [
    ("127.0.0.1 localhost\n", "590 No Such Name"),
    (f"198.51.100.9 {ALLOWED}\n", "59[12]"),
    (f"127.0.0.99 {ALLOWED}\n", "591 No Connection"),
])
def test_states_of_the_network_are_told_apart(hosts, answer):
    path = pathlib.Path("/etc/hosts")
    before = path.read_text()
    path.write_text(hosts)
    try:
        with Launcher(TUNNEL + "say(tunnel()[1])\nend()\n") as launcher:
            launcher.log.wait_for(f"HTTP/1.1 {answer}")
            launcher.ended()
    finally:
        path.write_text(before)
