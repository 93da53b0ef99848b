"""The main job on the real Roundcube with a real Dovecot.

Runs as: root, in a throw-away machine (tests/integration/in-machine).
"""
import base64
import os
import pathlib
import signal
import sqlite3

import pathlib

import pytest
from e2e_rig import Kiosk, PASSWORD, USER, prepare, process

DATABASE = pathlib.Path("/run/webmail-demo/roundcube/database")
DRAFTS = pathlib.Path("/run/webmail-demo/mail") / USER / ".Drafts"
SHORT = "[session]\nidle-timeout = 25s\nidle-warning = 20s\n"
LONGER = "[session]\nidle-timeout = 45s\nidle-warning = 20s\n"  # time for a page to come


PLUGIN_LOG = pathlib.Path("/run/webmail-demo/roundcube/persistent.log")


@pytest.fixture(scope="module")
def running():
    prepare("roundcube")
    with Kiosk(policy="roundcube") as kiosk:
        yield kiosk


def logins():
    """The sessions in Roundcube's own store of somebody who is logged in."""
    with sqlite3.connect(f"file:{DATABASE}?mode=ro", uri=True) as database:
        rows = database.execute("SELECT sess_id, vars FROM session").fetchall()
    return [name for name, text in rows if b"user_id|i" in base64.b64decode(text)]


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
    kiosk.see("comment", "^Poste partagé.: la session ne sera pas conservée$")  # where its plugin had put a ticked box
    assert not kiosk.has("check box", "")
    kiosk.shot("9-roundcube-login")
    log_in(kiosk)
    assert PLUGIN_LOG.read_text().splitlines()[-1].endswith("not kept")
    kiosk.click(kiosk.see("link", "Conseil de classe"))
    kiosk.see(None, "Veuillez trouver ci-joint la convocation")
    kiosk.shot("9-roundcube-message")
    assert len(logins()) == 1
    kiosk.act("push button", "^Terminer et effacer$")
    kiosk.log.wait_for("kiosk-session: server logout done, replay dead")
    ended = kiosk.over()
    assert logins() == []
    assert (ended["reason"], ended["wipe"]) == ("logout-button", "ok")


def test_its_own_logout_ends_the_session(kiosk):
    log_in(kiosk)
    kiosk.click(kiosk.see("push button", "Déconnexion$"))
    kiosk.log.wait_for("kiosk-session: server logout not-logged-in, replay dead")
    ended = kiosk.over()
    assert (ended["reason"], ended["wipe"]) == ("webmail-logout", "ok")
    assert logins() == []


def test_idleness_closes_the_login_at_the_server(kiosk):
    kiosk.reopened(SHORT)
    log_in(kiosk)
    assert len(logins()) == 1
    kiosk.log.wait_for("kiosk-session: state warning")
    kiosk.log.wait_for("kiosk-session: server logout done, replay dead")
    assert kiosk.over()["reason"] == "idle"
    assert logins() == []


def begin_a_message(kiosk, subject):
    log_in(kiosk)
    kiosk.click(kiosk.see("push button", "Rédiger$"))
    kiosk.see("entry", "^Objet|^Sujet")
    kiosk.focus("entry", "^Objet|^Sujet")
    kiosk.see("entry", "^Objet|^Sujet", state="focused")
    kiosk.write(subject)


def drafts():
    return [path.read_text() for path in DRAFTS.glob("*/*") if path.parent.name in ("cur", "new")]


def test_a_message_that_is_being_written_becomes_a_draft_when_the_warning_comes(kiosk):
    kiosk.reopened(LONGER)
    begin_a_message(kiosk, "brouillon-oublie")
    kiosk.log.wait_for("kiosk-session: state warning")
    kiosk.log.wait_for("kiosk-browser: draft saved")
    kiosk.act("push button", "^Je suis quelqu’un d’autre")
    assert kiosk.over()["reason"] == "logout-button"
    assert any("brouillon-oublie" in text for text in drafts())


def test_a_message_becomes_a_draft_before_an_end_from_outside(kiosk):
    begin_a_message(kiosk, "brouillon-interrompu")
    os.kill(process("kiosk-session"), signal.SIGTERM)
    kiosk.log.wait_for("kiosk-session: server logout done, replay dead")
    assert kiosk.over()["reason"] == "shutdown"
    assert any("brouillon-interrompu" in text for text in drafts())
    assert logins() == []
