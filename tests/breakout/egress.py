"""Nothing of a session reaches anything but the policy's hosts, whatever runs in it.

Runs as: root, in a throw-away machine.
"""
import json
import os
import pathlib
import re
import signal
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "integration")]
from egress_rig import TUNNEL, World, proxies  # noqa: E402
from pam_rig import (PROGRAM, Launcher, assert_nothing_left, prepare, wait_for_end)  # noqa: E402

WAYS = "".join((HERE / name).read_text() for name in ("egress_requests.py", "egress_ways.py"))
PROXY_ID = "2147403128"
# What this kernel, or one without its module, cannot do even for root.
NOT_EVERYWHERE = {"sctp", "virtual-machine-socket"}


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
            os.kill(pid, signal.SIGKILL)
            assert wait_for_end(pid)
            launcher.log.wait_for("proxy ended .signal 9.")
        assert launcher.ended()["reason"] == "crash-session"


def status_of(pid):
    return dict(line.split(":\t", 1) for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
                if ":\t" in line)


def test_the_proxy_and_its_tunnels_are_confined():
    """As the kernel has it: ids of their own, no right, a filter of system calls, and one more in a tunnel."""
    with Launcher(TUNNEL + """
proxy, answer = tunnel()
proxy.sendall(b"inside-by-right")
say(answer, proxy.recv(100))
proxy.recv(1)
""") as launcher:
        launcher.log.wait_for("HTTP/1.1 200 Connection established b'ok'")
        pid, = proxies()
        tunnel, = (int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
        for process, filters in ((pid, 1), (tunnel, 2)):
            status = status_of(process)
            assert set(status["Uid"].split()) == set(status["Gid"].split()) == {PROXY_ID} and not status["Groups"].strip()
            assert [status[key].strip("0") for key in ("CapInh", "CapPrm", "CapEff", "CapAmb")] == [""] * 4
            assert (status["NoNewPrivs"], status["Seccomp"], status["Seccomp_filters"]) == ("1", "2", str(filters))
            limits = pathlib.Path(f"/proc/{process}/limits").read_text()
            assert re.search(r"Max processes +512 +512 ", limits) and re.search(r"Max file size +0 +0 ", limits)
            assert re.search(r"Max open files +32 +32 ", limits) and re.search(r"Max core file size +0 +0 ", limits)
        assert not [path for path in pathlib.Path(f"/proc/{tunnel}/fd").iterdir()
                    if not re.match(r"socket:|/dev/null|pipe:", os.readlink(path))]
        launcher.process.terminate()
        launcher.ended()


def test_a_session_cannot_take_more_than_its_share(world):
    """400 connections that say nothing, or half of a request: the rest is told so, and soon all is as before."""
    program = TUNNEL + """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))
silent, refused = [], 0
for number in range(400):
    connection = socket.create_connection(("127.0.0.1", 3128))
    connection.sendall(b"CONNECT webmail" if number % 2 else b"C")
    silent.append(connection)
answers = [connection.recv(100) for connection in silent[-20:]]
say("refused", sum(b"429" in answer for answer in answers))
for connection in silent:
    connection.settimeout(60)
    try:
        while connection.recv(100):
            pass
    except ConnectionResetError:
        pass
say("all are closed")
for number in range(400):  # in a row, each left without a word
    socket.create_connection(("127.0.0.1", 3128)).close()
proxy, answer = tunnel()
proxy.sendall(b"inside-by-right")
say("afterwards", answer, proxy.recv(100))
end()
"""
    with Launcher(program) as launcher:
        launcher.log.wait_for("refused 20", seconds=60)
        pid, = proxies()
        children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        assert len(children) <= 128
        launcher.log.wait_for("all are closed", seconds=60)
        launcher.log.wait_for("afterwards HTTP/1.1 (200 .* b'ok'|429)", seconds=60)
        launcher.ended()
    assert launcher.log.count("refused: too many connections") < 12
    world.tokens.discard("inside-by-right")
