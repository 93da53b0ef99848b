"""The main job on the stand-in for Convergence: log in, read, end; and all that is gone afterwards.

Runs as: root, in a throw-away machine (tests/integration/in-machine).
"""
import pathlib
import signal

import pytest
from e2e_rig import Control, Kiosk, PASSWORD, USER, assert_wiped, log_in, prepare, process, read_mail, status_of

# What keeps a mark during a session; service workers and files of a page are switched off.
STORES = ("session-cookie", "persistent-cookie", "localStorage", "sessionStorage", "indexedDB", "caches")
TRACES = "[site]\nstart-url = https://webmail.academie.example/t/storage.html\n"
ELSEWHERE = "[site]\nstart-url = https://webmail.academie.example/t/elsewhere.html\n"


@pytest.fixture(scope="module")
def running():
    prepare("stand-in")
    with Kiosk() as kiosk:
        yield kiosk


@pytest.fixture
def kiosk(running):
    """A session of its own for each test, with the policy of the demonstration."""
    running.opened()
    yield running
    running.finished()


def test_log_in_by_keyboard_read_and_end_by_the_button(kiosk):
    kiosk.see("status bar", "Site officiel vérifié")
    kiosk.see("label", "^webmail.academie.example$")
    kiosk.see("label", "Certificat.*Académie de démonstration")
    kiosk.see("heading", "Connexion à la messagerie")
    kiosk.shot("1-login")
    log_in(kiosk)
    kiosk.shot("2-mailbox")
    read_mail(kiosk, "Conseil de classe")
    kiosk.shot("3-message")
    kiosk.act("push button", "^Terminer et effacer$")
    ended = kiosk.over()
    assert (ended["reason"], ended["wipe"]) == ("logout-button", "ok")


def test_end_by_mouse(kiosk):
    log_in(kiosk)
    kiosk.click(kiosk.see("push button", "^Terminer et effacer$"))
    assert kiosk.over()["reason"] == "logout-button"


def test_end_by_the_keyboard_alone(kiosk):
    """Tab goes through the page and comes to the button; no trap holds it."""
    kiosk.see("entry", "Identifiant", state="focused")
    for _ in range(12):
        kiosk.press("Tab")
        if kiosk.has("push button", "Terminer et effacer", state="focused"):
            break
    kiosk.see("push button", "Terminer et effacer", state="focused")
    kiosk.press("space")
    assert kiosk.over()["reason"] == "logout-button"


def test_the_webmails_own_logout_ends_the_session(kiosk):
    log_in(kiosk)
    kiosk.act("push button", "^Se déconnecter$")
    ended = kiosk.over()
    assert (ended["reason"], ended["wipe"]) == ("webmail-logout", "ok")


def test_a_wrong_password_ends_nothing(kiosk):
    kiosk.see("entry", "Identifiant", state="focused")
    kiosk.write(USER)
    kiosk.press("Tab")
    kiosk.write(PASSWORD + "x")
    kiosk.press("Return")
    kiosk.see(None, "Identifiant ou mot de passe incorrect")
    assert not kiosk.log.is_next(" ended ")


def test_a_second_session_finds_no_trace_of_the_first(kiosk):
    kiosk.reopened(TRACES)
    kiosk.see(None, "^aucune$")
    left = kiosk.see(None, "^Laissées")["text"].split(": ")[1].split(", ")
    assert set(STORES) <= set(left) and not {"serviceWorker", "files"} & set(left), left
    kiosk.end()
    kiosk.opened()
    kiosk.see(None, "^aucune$")


def test_the_next_person_gets_a_login_page(kiosk):
    """The session of the server is not there for the next one, though nobody logged out."""
    log_in(kiosk)
    kiosk.end()
    kiosk.opened()
    kiosk.see("entry", "Identifiant", state="focused")
    assert not kiosk.has("heading", "Boîte de réception")


def test_links(kiosk):
    """In a mail: the allowed one opens, the foreign one is told of, and nobody there hears of it."""
    with Control("foreign") as foreign:
        since = len(foreign.do("log"))
        log_in(kiosk)
        read_mail(kiosk, "Ressources pour la semaine")
        kiosk.act("link", "les ressources du partenaire")
        kiosk.see("alert", "Ce lien sort du site officiel")
        kiosk.see("label", "evil.example")
        kiosk.shot("5-blocked-link")
        kiosk.act("push button", "Revenir au courrier")
        kiosk.click(kiosk.see("link", "le programme complet"))
        kiosk.see("heading", "Semaine du numérique")
        assert not [line for line in foreign.do("log")[since:] if "evil" in line["host"] or "127.0.0.20" in line["host"]]


def test_a_page_that_tries_everything_reaches_nobody(kiosk):
    with Control("foreign") as foreign:
        since = len(foreign.do("log"))
        kiosk.reopened(ELSEWHERE)
        kiosk.see(None, r"^Ailleurs\s: fini$")
        assert [line for line in foreign.do("log")[since:] if "academie" not in line["host"]] == []
    

def test_the_page_is_confined(kiosk):
    browser, web = process("kiosk-browser"), process("WebKitWebProcess")
    status = status_of(web)
    assert (status["Seccomp"], status["NoNewPrivs"]) == ("2", "1")
    assert status_of(browser)["NoNewPrivs"] == "1"
    for space in ("net", "pid", "mnt"):
        ours, its = (pathlib.Path(f"/proc/{pid}/ns/{space}").readlink() for pid in (browser, web))
        assert ours != its, space
    environment = pathlib.Path(f"/proc/{web}/environ").read_text().split("\0")
    assert "DISPLAY=:100" in environment and "DISPLAY=:7" not in environment


def test_every_control_of_the_shell_has_a_name(kiosk):
    controls = [item for item in kiosk.all() if "focusable" in item["states"] and item["role"] not in (
        "frame", "document web", "filler", "panel", "section")]
    assert {"Identifiant", "Mot de passe", "Connexion", "Terminer et effacer"} <= {item["name"] for item in controls}
    assert [item for item in controls if not item["name"] and not item["text"]] == []
    button = kiosk.see("push button", "^Terminer et effacer$")
    assert "Ctrl+Alt+Fin" in button["description"]


def test_after_the_end_nothing_is_left(running):
    """The launcher is stopped, so that no next session stands in the way of the look."""
    running.opened()
    log_in(running)
    running.process.send_signal(signal.SIGTERM)
    assert running.over()["reason"] == "shutdown"
    assert running.process.wait(60) == 0
    assert_wiped()
