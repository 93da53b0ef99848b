"""The module in the stacks of lightdm: autologin, a greeter, a second session, a crash.

Runs as: root, in a throw-away machine. Beside lightdm itself, its session helper, its X server and the bus
are the real ones; the greeter and the session are programs of the test's, since they must tell it what they see.
"""
import json
import os
import pathlib
import signal
import socket
import subprocess

import pytest
from pam_rig import (DEADLINE, GOOD, HOME, OTHER, STATE, USER, OpenSession, Pam, assert_nothing_left, processes, record,
                     wait_for_end, write_policy)
from pam_stacks_rig import PASSWORD, forget_records, prepare_accounts, put_into

SKELETON = sorted(os.listdir("/etc/skel"))
POLICY = GOOD.replace("services = webmail-kiosk kiosk-test", "services = lightdm lightdm-autologin kiosk-test")

CONFIGURATION = """\
[LightDM]
[Seat:*]
xserver-command=/usr/local/bin/x-on-no-card
user-session=kiosk-test
greeter-session=kiosk-test-greeter
session-wrapper=/usr/bin/env
greeter-wrapper=/usr/bin/env
{more}
"""

# lightdm gives its X server a virtual terminal and a seat, which Xvfb does not know.
SERVER = """\
#!/bin/sh
display=$1
while [ $# -gt 0 ]; do [ "$1" = -auth ] && auth=$2; shift; done
exec Xvfb "$display" -auth "$auth" -nolisten tcp -screen 0 640x480x24
"""

TELL = r'''#!/usr/bin/python3 -BI
import json, os, socket, subprocess, sys
wire = socket.socket(socket.AF_UNIX)
wire.connect("\0kiosk-lightdm")
def tell(**what):
    wire.sendall(json.dumps(what).encode() + b"\n")
'''

SESSION = TELL + r'''
home = os.environ["HOME"]
tell(kind="session", user=os.environ["USER"], home=home, files=sorted(os.listdir(home)), display=os.environ["DISPLAY"],
     opens=subprocess.run(["xdpyinfo"], capture_output=True).returncode, wiped=os.environ.get("KIOSK_PREVIOUS_WIPE"),
     own=os.stat(home).st_dev == os.stat("/tmp").st_dev, records=os.path.exists("/run/webmail-kiosk"))
open(home + "/secret", "w").write("canary")
wire.recv(1)
'''

GREETER = TELL + r'''
import gi
gi.require_version("LightDM", "1")
from gi.repository import GLib, LightDM
loop, greeter = GLib.MainLoop(), LightDM.Greeter()
def told(source, condition):
    line = wire.recv(4096).decode().split()
    if not line:
        sys.exit()
    if line[0] == "user":
        greeter.authenticate(line[1])
    if line[0] == "answer":
        greeter.respond(line[1])
    if line[0] == "start":
        greeter.start_session_sync("kiosk-test")
    return True
greeter.connect("show-prompt", lambda _, text, kind: tell(kind="prompt", text=text))
greeter.connect("show-message", lambda _, text, kind: tell(kind="message", text=text))
greeter.connect("authentication-complete", lambda _: tell(kind="complete", passed=greeter.get_is_authenticated()))
greeter.connect_to_daemon_sync()
GLib.io_add_watch(wire, GLib.IO_IN, told)
tell(kind="greeter")
loop.run()
'''

DESKTOP = "[Desktop Entry]\nType=Application\nName=test\nExec={}\n"


def write_program(path, text):
    path = pathlib.Path(path)
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.fixture(scope="module")
def bus():
    pathlib.Path("/run/dbus").mkdir(exist_ok=True)
    process = subprocess.Popen(["dbus-daemon", "--system", "--nofork", "--print-address"], stdout=subprocess.PIPE)
    assert process.stdout.readline()
    yield
    process.terminate()
    process.wait()


@pytest.fixture(autouse=True)
def machine(bus):
    prepare_accounts()
    os.chown(HOME, 0, 0)  # as the manual says: else lightdm writes there which session was chosen
    put_into("lightdm", "lightdm-autologin")
    write_policy(POLICY)
    forget_records()
    pathlib.Path("/usr/share/xsessions").mkdir(exist_ok=True)
    write_program("/usr/local/bin/x-on-no-card", SERVER)
    for folder, name, text in (("xsessions", "kiosk-test", SESSION), ("xgreeters", "kiosk-test-greeter", GREETER)):
        program = write_program(f"/usr/local/bin/{name}", text)
        pathlib.Path(f"/usr/share/{folder}/{name}.desktop").write_text(DESKTOP.format(program))
    yield
    assert_nothing_left(SKELETON)


class Peer:
    """The session's program, or the greeter, at the other end of the socket."""

    def __init__(self, connection):
        connection.settimeout(DEADLINE)
        self.connection, self.lines = connection, connection.makefile("r")

    def hear(self, **wanted):
        """The next that it tells, which must have WANTED."""
        said = json.loads(self.lines.readline())
        assert {name: said.get(name) for name in wanted} == wanted, said
        return said

    def say(self, text):
        self.connection.sendall(text.encode())


class Lightdm:
    def __init__(self, more=""):
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.settimeout(DEADLINE)
        self.listener.bind("\0kiosk-lightdm")
        self.listener.listen()
        configuration = pathlib.Path("/etc/lightdm/lightdm.conf")
        configuration.write_text(CONFIGURATION.format(more=more))
        self.process = subprocess.Popen(["lightdm"], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def peer(self):
        return Peer(self.listener.accept()[0])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(DEADLINE)
        finally:
            self.process.kill()
            self.listener.close()


AUTOLOGIN = f"autologin-user={USER}\nautologin-user-timeout=0"


def test_autologin_opens_a_session_that_is_wiped_before_the_greeter_comes():
    with Lightdm(AUTOLOGIN) as lightdm:
        session = lightdm.peer()
        seen = session.hear(kind="session", user=USER, home=str(HOME), opens=0, own=True, records=False, wiped=None)
        assert "secret" not in seen["files"] and sorted(os.listdir(HOME)) == SKELETON
        session.say(".")
        lightdm.peer().hear(kind="greeter")
        assert record()["wipe"] == "ok" and int(record()["files"]) >= 1


def test_the_greeter_lets_the_kiosk_account_in_without_a_question():
    with Lightdm() as lightdm:
        greeter = lightdm.peer()
        greeter.hear(kind="greeter")
        greeter.say(f"user {USER}")
        greeter.hear(kind="complete", passed=True)
        greeter.say("start")
        session = lightdm.peer()
        session.hear(kind="session", user=USER, own=True)
        session.say(".")
        lightdm.peer().hear(kind="greeter")
        assert record()["wipe"] == "ok"


def test_the_greeter_asks_others_for_their_password():
    with Lightdm() as lightdm:
        greeter = lightdm.peer()
        greeter.hear(kind="greeter")
        greeter.say(f"user {OTHER}")
        greeter.hear(kind="prompt")
        greeter.say(f"answer {PASSWORD}")
        greeter.hear(kind="complete", passed=True)
        greeter.say("start")
        session = lightdm.peer()
        session.hear(kind="session", user=OTHER, home=f"/home/{OTHER}", own=False)
        session.say(".")
        lightdm.peer().hear(kind="greeter")
    assert not (STATE / f"{OTHER}.last").exists()
    (pathlib.Path("/home", OTHER) / "secret").unlink()


@pytest.mark.parametrize("language, text", [("fr", "déjà ouverte"), ("en", "already open")])
def test_the_greeter_shows_why_a_second_session_is_refused(language, text):
    write_policy(POLICY + f"language = {language}\n")
    first = OpenSession()
    with Lightdm() as lightdm:
        greeter = lightdm.peer()
        greeter.hear(kind="greeter")
        greeter.say(f"user {USER}")
        assert text in greeter.hear(kind="message")["text"]
        greeter.hear(kind="complete", passed=False)
    assert first.close() == Pam.SUCCESS


def session_helper():
    """The process of lightdm that holds the PAM session: the one whose child runs as the account."""
    parents = {int(pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1]) for pid in processes()}
    helpers = [pid for pid in parents if b"lightdm" in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()]
    assert len(helpers) == 1
    return helpers[0]


def test_a_session_whose_helper_was_killed_is_wiped_before_the_next():
    with Lightdm(AUTOLOGIN) as lightdm:
        lightdm.peer().hear(kind="session", wiped=None)
        left = processes()
        os.kill(session_helper(), signal.SIGKILL)
        greeter = lightdm.peer()
        greeter.hear(kind="greeter")
        greeter.say(f"user {USER}")
        greeter.hear(kind="complete", passed=True)
        greeter.say("start")
        session = lightdm.peer()
        seen = session.hear(kind="session", user=USER, own=True)
        last = record()
        assert (last["reason"], last["wipe"]) == ("crash-session", "ok") and seen["wiped"] == last["end"]
        assert "secret" not in seen["files"] and all(wait_for_end(pid) for pid in left)
        session.say(".")
        lightdm.peer().hear(kind="greeter")
    assert record()["wipe"] == "ok"
