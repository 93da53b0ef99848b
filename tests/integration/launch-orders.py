"""Ends from outside of a session: the administrator's kioskctl, and a machine that goes to sleep or down.

Runs as: root, in a throw-away machine.
"""
import os
import pathlib
import pwd
import re
import signal
import socket
import subprocess

import pytest
from logind_stand_in import Logind
from pam_rig import DEADLINE, STATE, Launcher, as_user, assert_nothing_left, prepare

# A session program that says which signal it was sent, and ends by it as kiosk-session does.
TELL = r'''import os, signal
REASONS = {signal.SIGTERM: ("shutdown", 38), signal.SIGUSR1: ("suspend", 37), signal.SIGUSR2: ("admin", 39)}
def end(number, _):
    name, status = REASONS[number]
    os.write(2, f"session: told {name}\n".encode())
    os.write(3, f"reason={name}\\n".encode())
    os._exit(status)
for number in REASONS:
    signal.signal(number, end)
os.write(2, b"session: up\n")
while True:
    signal.pause()
'''
SKELETON = sorted(os.listdir("/etc/skel"))


@pytest.fixture(autouse=True)
def machine():
    prepare()
    yield
    assert_nothing_left(SKELETON)


def kioskctl(*words):
    return subprocess.run(["kioskctl", *words], capture_output=True, text=True, timeout=DEADLINE)


def status():
    return dict(line.split("=", 1) for line in kioskctl("status").stdout.splitlines())


@pytest.mark.parametrize("words, reason", [((), "admin"), (("--reason=suspend",), "suspend"),
                                           (("--reason=shutdown",), "shutdown")])
def test_the_administrator_ends_a_session_and_the_next_one_comes(words, reason):
    with Launcher(TELL, sessions=0) as launcher:
        launcher.log.wait_for("session: up")
        launcher.events.wait_for("session 1: open")
        assert kioskctl("end", *words).returncode == 0
        launcher.log.wait_for(f"session: told {reason}")
        ended = launcher.ended()
        assert (ended["reason"], ended["wipe"]) == (reason, "ok"), ended
        launcher.events.wait_for("session 2: open")
        launcher.stop()
        assert launcher.status() == 0


def test_status_tells_what_the_kiosk_does_and_nothing_of_the_person():
    with Launcher(TELL) as launcher:
        launcher.log.wait_for("session: up")
        launcher.events.wait_for("session 1: open")
        told = status()
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", told.pop("since"))
        assert told == {"state": "open", "account": "kiosk", "session": "1", "display": ":7"}
        assert kioskctl("end").returncode == 0
        assert launcher.status() == 0
    answer = kioskctl("status")
    assert answer.returncode == 1 and "no kiosk-launch runs" in answer.stderr


def test_between_sessions_there_is_nothing_to_end():
    with Launcher("raise SystemExit(1)\n", sessions=0) as launcher:
        launcher.events.wait_for("waiting: 4 s")
        assert status()["state"] == "waiting"
        answer = kioskctl("end")
        assert answer.returncode == 1 and "no session is open" in answer.stderr


def test_only_root_is_heard():
    with Launcher(TELL, sessions=0) as launcher:
        launcher.events.wait_for("session 1: open")
        assert (STATE / "control").stat().st_mode & 0o777 == 0o600
        for words in (["status"], ["end"]):
            asked = as_user("kioskctl", *words, stderr=subprocess.PIPE, text=True)
            assert "Permission denied" in asked.communicate()[1] and asked.returncode == 1
        assert status()["session"] == "1"


@pytest.mark.parametrize("words", [("end", "now"), ("end", "--reason=idle"), ("end", "--reason="), ("status", "all")])
def test_what_is_not_understood_is_an_error(words):
    assert kioskctl(*words).returncode == 2


def logind_process():
    return next(int(path.parent.name) for path in pathlib.Path("/proc").glob("[0-9]*/comm")
                if path.read_text() == "kiosk-logind\n")


@pytest.fixture
def logind():
    running = Logind()
    yield running
    running.close()


def test_a_machine_that_goes_to_sleep_waits_until_the_session_is_wiped(logind):
    with Launcher(TELL, sessions=0) as launcher:
        logind.wait_for_lock(DEADLINE)
        launcher.log.wait_for("kiosk-logind: holds a delay lock")
        launcher.log.wait_for("session: up")
        assert logind.asked == [(0, ("sleep:shutdown", "webmail-kiosk", "The session is ended and wiped", "delay"))]
        watcher = logind_process()
        assert os.stat(f"/proc/{watcher}").st_uid == pwd.getpwnam("nobody").pw_uid
        assert logind.is_held()
        logind.say("PrepareForSleep", True)
        launcher.events.wait_for("logind: suspend")
        ended = launcher.ended()
        assert (ended["reason"], ended["wipe"]) == ("suspend", "ok")
        logind.wait_for_release(DEADLINE)
        logind.say("PrepareForSleep", False)
        logind.wait_for_lock(DEADLINE)
        launcher.events.wait_for("session 2: open")
        logind.say("PrepareForSleep", True)  # and so the next time
        assert launcher.ended()["reason"] == "suspend"
        logind.wait_for_release(DEADLINE)


def test_the_lock_is_held_while_the_session_takes_its_time(logind):
    stubborn = TELL.replace("def end(number, _):", "def end(number, _):\n    import time; time.sleep(3)")
    with Launcher(stubborn, sessions=0) as launcher:
        logind.wait_for_lock(DEADLINE)
        launcher.log.wait_for("session: up")
        logind.say("PrepareForSleep", True)
        launcher.events.wait_for("logind: suspend")
        assert logind.is_held()
        launcher.ended()
        logind.wait_for_release(DEADLINE)


def test_a_machine_that_goes_down_ends_the_session_and_the_launcher(logind):
    with Launcher(TELL, sessions=0) as launcher:
        logind.wait_for_lock(DEADLINE)
        launcher.log.wait_for("session: up")
        logind.say("PrepareForShutdown", True)
        ended = launcher.ended()
        assert (ended["reason"], ended["wipe"]) == ("shutdown", "ok")
        assert launcher.status() == 0
        logind.wait_for_release(DEADLINE)


def test_a_machine_without_logind_does_without():
    with Launcher(TELL, sessions=0) as launcher:
        launcher.log.wait_for("kiosk-logind: no system bus")
        launcher.events.wait_for("session 1: open")
        assert kioskctl("end").returncode == 0
        assert launcher.ended()["reason"] == "admin"


def test_a_watch_on_logind_that_dies_takes_nothing_along(logind):
    with Launcher(TELL, sessions=0) as launcher:
        logind.wait_for_lock(DEADLINE)
        launcher.events.wait_for("session 1: open")
        os.kill(logind_process(), signal.SIGKILL)
        logind.wait_for_release(DEADLINE)
        assert kioskctl("end").returncode == 0
        assert launcher.ended()["reason"] == "admin"
        logind.wait_for_lock(DEADLINE)  # the next session has a new one
        assert logind.is_held()


CLAIM = r'''import os
os.write(3, b"reason=idle ready-ms=640 logout=done replay=dead\n")
os._exit(34)
'''
REPORT_ID = "122fafa2b587208bb12431ecaf88ea08"
FIELDS = {"MESSAGE", "MESSAGE_ID", "PRIORITY", "SYSLOG_IDENTIFIER", "KIOSK_REASON", "KIOSK_OBSERVED", "KIOSK_CLAIMED",
          "KIOSK_READY_MS", "KIOSK_LOGOUT", "KIOSK_REPLAY", "KIOSK_DURATION_S", "KIOSK_KILLED", "KIOSK_WIPED_FILES",
          "KIOSK_WIPED_BYTES", "KIOSK_WIPE", "KIOSK_WIPE_MS", "KIOSK_TO_WIPED_MS"}


@pytest.fixture
def journal():
    """The journal's socket; its native protocol is one datagram an entry."""
    path = pathlib.Path("/run/systemd/journal/socket")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(path))
        listener.settimeout(DEADLINE)
        yield lambda: dict(line.split("=", 1) for line in listener.recv(65536).decode().splitlines())
    path.unlink()


def test_a_session_is_reported_in_one_journal_entry(journal):
    with Launcher(CLAIM) as launcher:
        launcher.ended()
        assert launcher.status() == 0
    entry = journal()
    assert set(entry) == FIELDS
    assert entry["MESSAGE_ID"] == REPORT_ID and entry["PRIORITY"] == "5"
    assert (entry["KIOSK_REASON"], entry["KIOSK_CLAIMED"], entry["KIOSK_OBSERVED"]) == ("idle", "idle", "exit:34")
    assert (entry["KIOSK_READY_MS"], entry["KIOSK_LOGOUT"], entry["KIOSK_REPLAY"]) == ("640", "done", "dead")
    assert entry["KIOSK_WIPE"] == "ok" and int(entry["KIOSK_TO_WIPED_MS"]) >= int(entry["KIOSK_WIPE_MS"])


def test_a_claim_that_does_not_agree_is_reported_as_one(journal):
    with Launcher(CLAIM.replace("34", "33")) as launcher:
        assert launcher.ended()["reason"] == "crash-session"
    entry = journal()
    assert (entry["KIOSK_REASON"], entry["KIOSK_CLAIMED"]) == ("crash-session", "idle")


def test_without_a_journal_the_report_is_a_line_of_the_log():
    with Launcher(CLAIM) as launcher:
        launcher.log.wait_for(f"kiosk-launch: report: MESSAGE=.* MESSAGE_ID={REPORT_ID} .* KIOSK_WIPE=ok ")
        assert launcher.status() == 0
