"""The main job on the real Roundcube with a real Dovecot.

Runs as: root, in a throw-away machine (tests/integration/in-machine).
"""
import pytest
from e2e_rig import Kiosk, PASSWORD, USER, prepare


@pytest.fixture(scope="module")
def running():
    prepare("roundcube")
    with Kiosk(policy="roundcube") as kiosk:
        yield kiosk


def log_in(kiosk):
    kiosk.see("entry", "Nom d’utilisateur|Utilisateur|Nom", state="focused")
    kiosk.write(USER)
    kiosk.press("Tab")
    kiosk.write(PASSWORD)
    kiosk.press("Return")
    kiosk.see("link", "Conseil de classe")


@pytest.fixture
def kiosk(running):
    running.opened()
    yield running
    running.finished()


def test_log_in_read_and_end_by_the_button(kiosk):
    kiosk.see("status bar", "Site officiel vérifié")
    kiosk.shot("9-roundcube-login")
    log_in(kiosk)
    kiosk.click(kiosk.see("link", "Conseil de classe"))
    kiosk.see(None, "Veuillez trouver ci-joint la convocation")
    kiosk.shot("9-roundcube-message")
    kiosk.act("push button", "^Terminer et effacer$")
    ended = kiosk.over()
    assert (ended["reason"], ended["wipe"]) == ("logout-button", "ok")


def test_its_own_logout_ends_the_session(kiosk):
    log_in(kiosk)
    kiosk.click(kiosk.see("push button", "Déconnexion$"))
    ended = kiosk.over()
    assert (ended["reason"], ended["wipe"]) == ("webmail-logout", "ok")
