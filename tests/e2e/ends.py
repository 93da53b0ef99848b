"""Each end closes the login at the server too: seen there, and by the old cookie.

Runs as: root, in a throw-away machine (tests/integration/in-machine).
"""
import subprocess

import pytest
from e2e_rig import Control, Kiosk, kill, log_in, prepare, process, replay

TOLD = "kiosk-session: server logout ([a-z-]+), replay ([a-z]+)"


@pytest.fixture(scope="module")
def running():
    prepare("stand-in")
    with Kiosk() as kiosk:
        yield kiosk


@pytest.fixture
def server():
    with Control("stand-in") as control:
        control.do("expire")
        yield control
        control.do("set", fault="none", scope="all")


@pytest.fixture
def kiosk(running, server):
    running.opened()
    yield running
    server.do("set", fault="none", scope="all")
    running.finished()


def steal(server):
    """The cookie and the token of the one login, as somebody would have copied them."""
    login, = server.do("sessions")
    return login


def told(kiosk):
    return kiosk.log.wait_for(TOLD).groups()


def assert_dead(server, login):
    assert server.do("sessions") == []
    assert "Invalid Session" in replay(login)


def press_button(kiosk):
    kiosk.act("push button", "^Terminer et effacer$")


def press_shortcut(kiosk):
    kiosk.press("ctrl+alt+End")


def kill_web_process(kiosk):
    kill(process("WebKitWebProcess"))


def stop_launcher_session(kiosk):
    subprocess.run(["kill", "-TERM", str(process("kiosk-session"))], check=True)


@pytest.mark.parametrize("end, reason", [
    (press_button, "logout-button"), (press_shortcut, "logout-button"), (kill_web_process, "crash-browser"),
    (stop_launcher_session, "shutdown")])
def test_the_login_is_dead_after(kiosk, server, end, reason):
    log_in(kiosk)
    login = steal(server)
    assert "Invalid Session" not in replay(login)
    end(kiosk)
    assert told(kiosk) == ("done", "dead")
    assert kiosk.over()["reason"] == reason
    assert_dead(server, login)


def test_the_login_is_dead_after_the_longest_duration(kiosk, server):
    kiosk.reopened("[session]\nmax-duration = 40s\n")
    log_in(kiosk)
    login = steal(server)
    assert told(kiosk) == ("done", "dead")
    assert kiosk.over()["reason"] == "max-duration"
    assert_dead(server, login)


def test_after_the_webmails_own_logout_the_old_cookies_are_tried(kiosk, server):
    log_in(kiosk)
    login = steal(server)
    kiosk.act("push button", "^Se déconnecter$")
    assert told(kiosk) == ("not-logged-in", "dead")
    assert kiosk.over()["reason"] == "webmail-logout"
    assert_dead(server, login)


def test_who_never_logged_in_needs_no_logout(kiosk, server):
    press_shortcut(kiosk)
    assert told(kiosk) == ("not-logged-in", "unknown")
    kiosk.over()


def test_a_server_that_hangs_prolongs_nothing(kiosk, server):
    """The browser ends by itself in time: nobody has to end it."""
    log_in(kiosk)
    server.do("set", fault="hang", scope="calls")
    press_button(kiosk)
    assert told(kiosk) == ("no-answer", "unknown")
    kiosk.over()
    assert not kiosk.log.count("browser does not end")


def test_a_logout_that_the_server_forgets_is_told(kiosk, server):
    """The request goes to a call that closes nothing."""
    kiosk.reopened("[logout]\nurl = https://webmail.academie.example/iwc/svc/iwcp/get_allprefs.iwc?token={token}\n")
    log_in(kiosk)
    login = steal(server)
    press_button(kiosk)
    assert told(kiosk) == ("done", "alive")
    kiosk.over()
    assert "Invalid Session" not in replay(login)


def test_a_killed_browser_cannot_log_out_and_the_log_says_so(kiosk, server):
    log_in(kiosk)
    kill(process("kiosk-browser"))
    assert told(kiosk) == ("not-tried", "unknown")
    assert kiosk.over()["reason"] == "crash-browser"
    assert len(server.do("sessions")) == 1


def test_the_button_can_be_taken_back_where_the_policy_says_so(kiosk, server):
    kiosk.reopened("[session]\nend-undo = 10s\n")
    log_in(kiosk)
    press_button(kiosk)
    kiosk.see("alert", "Votre session se termine")
    kiosk.miss("heading", "Boîte de réception", state=None)
    kiosk.shot("10-undo")
    kiosk.press("space", "Return")
    kiosk.act("push button", "^Revenir à ma page$")
    kiosk.see("heading", "Boîte de réception")
    press_button(kiosk)
    kiosk.act("push button", "^Tout effacer maintenant$")
    assert told(kiosk) == ("done", "dead")
    assert kiosk.over()["reason"] == "logout-button"


def test_the_button_that_is_not_taken_back_ends(kiosk, server):
    kiosk.reopened("[session]\nend-undo = 1s\n")
    press_button(kiosk)
    assert kiosk.over()["reason"] == "logout-button"
