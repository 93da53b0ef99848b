"""How a session runs and how it ends.

Runs as: root, in a throw-away machine.
"""
import datetime
import os
import re
import signal
import subprocess
import time

import pytest
from session_rig import DEADLINE, LIBEXEC, X_SOCKETS, Session, prepare

FIRST = 32  # exit status of logout-button; policies/end-reason.h has the order


@pytest.fixture(scope="module", autouse=True)
def machine():
    prepare()


def expect_end(session, status, name):
    found, claim = session.ended()
    assert found == status
    assert re.fullmatch(rf"reason={name} ready-ms=[1-9]\d* logout=[a-z-]+ replay=[a-z]+\n", claim), claim
    assert not (session.runtime / "bus").exists()
    assert not (X_SOCKETS / "X100").exists()


def test_idleness_warns_then_ends_unless_the_user_chooses_to_stay():
    """The shortest times that a policy may have: 5 s, then 20 s of warning.

    Input alone does not bring the page back: it may come from the next person.
    """
    with Session(server="Xephyr", idle_timeout="25s", idle_warning="20s") as session:
        session.person("mousemove", "100", "100")
        session.log.wait_for("state touched")
        session.send("used")
        session.log.wait_for("state active")
        session.log.wait_for("state warning")
        session.log.wait_for("stand-in: got warn 20")
        session.wait_for_window("^Dunst$")
        session.send("stay")
        session.log.wait_for("state active")
        session.log.wait_for("stand-in: got resume")
        session.log.wait_for("state warning")
        session.person("mousemove", "200", "200", "key", "a")
        session.log.wait_for("state ending, reason idle", 20 + DEADLINE)
        session.log.wait_for("stand-in: got end idle")
        expect_end(session, FIRST + 2, "idle")
        assert session.log.count("illegal") == 0
        assert session.log.count("got resume") == 1


def warp(session):
    session.x_command("xdotool", "mousemove", "400", "300")  # XWarpPointer


def type_by_xtest(session):
    session.x_command("xdotool", "mousemove_relative", "40", "30", "click", "1", "key", "b")


def reset_screen_saver(session):
    session.x_command("xset", "s", "reset")


def keep_awake(session):
    session.x_command("xset", "s", "activate")


def shake(session):
    session.person("mousemove_relative", "--", "1", "0", "mousemove_relative", "--", "-1", "0")


PROGRAMS = (warp, type_by_xtest, reset_screen_saver, keep_awake)


@pytest.mark.parametrize("words", [("key", "shift"), ("click", "1"), ("click", "5"), ("mousemove", "500", "500")])
def test_only_a_person_begins_the_use(words):
    with Session(server="Xephyr") as session:
        for act in PROGRAMS:
            act(session)
        session.x_command("xdotool", "getmouselocation")
        assert not session.log.is_next("state touched")
        deadline = time.monotonic() + DEADLINE
        while not session.log.is_next("state touched"):  # motion right after motion that did not count is not looked at
            assert time.monotonic() < deadline
            session.person(*words)
            if words[0] == "mousemove":
                session.person("mousemove", "100", "100")


@pytest.mark.parametrize("acts", [PROGRAMS, (shake,)])
def test_what_is_not_a_person_does_not_put_idleness_off(acts):
    """Again and again, with a weight on a key, until the warning comes."""
    with Session(server="Xephyr", idle_timeout="25s", idle_warning="20s") as session:
        session.person("mousemove", "100", "100")
        session.log.wait_for("state touched")
        session.send("used")
        session.log.wait_for("state active")
        session.person("keydown", "x")  # both X servers repeat it from now on
        begun, rounds = time.monotonic(), 0
        while not session.log.is_next("state warning"):
            assert time.monotonic() - begun < 4 * DEADLINE, "no warning"
            rounds += 1
            for act in acts:
                act(session)
        assert rounds > 3


def test_the_longest_time_ends_a_session_in_use():
    """Thirty seconds, the shortest; to stay puts idleness off, not this."""
    with Session(server="Xephyr", idle_timeout="25s", idle_warning="20s", max_duration="30s") as session:
        session.person("mousemove", "100", "100")
        session.log.wait_for("state touched")
        session.send("used")
        for _ in range(2):
            session.log.wait_for("state warning")
            session.send("stay")
            session.log.wait_for("state active")
        session.log.wait_for("state ending, reason max-duration", 30)
        expect_end(session, FIRST + 3, "max-duration")


def test_idleness_costs_nothing_before_anything_was_typed():
    """The page is loaded anew, again and again; neither a warning nor an end, and no time counts."""
    with Session(server="Xephyr", idle_timeout="25s", idle_warning="20s", max_duration="30s") as session:
        session.person("mousemove", "100", "100")
        session.log.wait_for("state touched")
        session.log.wait_for("state ready")
        session.log.wait_for("stand-in: got refresh")
        session.log.wait_for("stand-in: got refresh", 25 + DEADLINE)
        assert not session.log.is_next("stand-in: got (warn|end)")
        session.person("mousemove", "200", "200")
        session.log.wait_for("state touched")
        session.send("used")
        session.log.wait_for("state warning")
        assert session.log.count("illegal") == 0


def test_what_became_of_the_login_is_logged():
    with Session() as session:
        session.send("logout done dead")
        session.log.wait_for("server logout done, replay dead")
        session.send("logout done")
        expect_end(session, FIRST + 8, "crash-browser")


def test_closing_time_is_announced_and_ends():
    """At the next full minute that leaves time to start."""
    close = datetime.datetime.now() + datetime.timedelta(seconds=75)
    until = "24:00" if close.hour == close.minute == 0 else f"{close:%H:%M}"
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    with Session(more="[hours]\n" + "".join(f"{day} = 00:00-{until}\n" for day in days)) as session:
        session.log.wait_for("state ending, reason closing-time", 80 + DEADLINE)
        session.log.wait_for("stand-in: got end closing-time")
        assert session.log.count("closing time in [0-9]+ s") in (1, 2)
        expect_end(session, FIRST + 4, "closing-time")


def test_the_browser_may_request_the_end():
    with Session() as session:
        session.send("request-end logout-button")
        session.log.wait_for("stand-in: got end logout-button")
        expect_end(session, FIRST, "logout-button")


def test_control_alt_delete_ends():
    with Session() as session:
        session.x_command("xdotool", "key", "ctrl+alt+Delete")
        expect_end(session, FIRST, "logout-button")


def test_terminate_means_shutdown():
    with Session() as session:
        session.process.send_signal(signal.SIGTERM)
        expect_end(session, FIRST + 6, "shutdown")


def test_the_first_reason_wins():
    with Session() as session:
        session.order("stay")
        session.send("request-end webmail-logout")
        session.log.wait_for("stand-in: got end webmail-logout")
        session.process.send_signal(signal.SIGTERM)
        session.log.wait_for("SIGTERM")
        session.log.wait_for("SIGKILL")
        expect_end(session, FIRST + 1, "webmail-logout")


@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGSEGV])
def test_a_dead_browser_is_a_crash(kill):
    with Session() as session:
        os.kill(session.pid("kiosk-browser"), kill)
        expect_end(session, FIRST + 8, "crash-browser")


def test_a_browser_that_exits_by_itself_is_a_crash():
    with Session() as session:
        session.order("exit")
        expect_end(session, FIRST + 8, "crash-browser")


@pytest.mark.parametrize("packet", ["request-end admin", "warn 20", "nonsense", "ready " + "x" * 100])
def test_a_browser_that_breaks_the_rules_is_a_crash(packet):
    with Session() as session:
        session.send(packet)
        expect_end(session, FIRST + 8, "crash-browser")


def test_a_hung_browser_is_a_crash():
    with Session() as session:
        os.kill(session.pid("kiosk-browser"), signal.SIGSTOP)
        session.log.wait_for("browser fault: no answer", 2 * DEADLINE)
        expect_end(session, FIRST + 8, "crash-browser")


def test_a_dead_x_server_is_a_crash_of_x():
    with Session() as session:
        session.x.kill()
        expect_end(session, FIRST + 10, "crash-x")


def test_dead_components_are_started_again():
    with Session() as session:
        session.log.wait_for("started dunst")
        for component in ("dunst", "decoy display", "accessibility bus"):
            os.kill(session.pid(component), signal.SIGKILL)
            session.log.wait_for(f"{component} ended by signal 9")
            session.log.wait_for(f"started {component}")
        assert session.process.poll() is None


def test_a_component_that_keeps_dying_ends_the_session():
    with Session() as session:
        for _ in range(3):
            os.kill(session.pid("decoy display"), signal.SIGKILL)
            session.log.wait_for("started decoy display")
        os.kill(session.pid("decoy display"), signal.SIGKILL)
        expect_end(session, FIRST + 9, "crash-session")


def test_a_bad_policy_is_reported():
    with Session(idle_warning="1s", wait=None) as session:
        session.log.wait_for("policy.conf:.*idle-warning")
        assert session.ended() == (FIRST + 11, "reason=policy-error\n")


def test_root_is_refused():
    refused = subprocess.run([LIBEXEC / "kiosk-session"], capture_output=True, text=True)
    assert refused.returncode == 1 and "must not run as root" in refused.stderr
