"""What goes wrong: certificates, the network, processes that die, the policy. Each is told in words, ends wiped, and
the next session comes.

Runs as: root, in a throw-away machine (tests/integration/in-machine).
"""
import subprocess

import pytest
from e2e_rig import Control, Kiosk, kill, log_in, prepare, process, processes, write_policy
from tls_hosts import Host, host_of, trust_private_authority

SITE = ("[site]\nstart-url = https://{0}/\nallow = {0}\nmailbox-pages = {0}/mail\nlogged-out-pages = {0}/out\n"
        "[logout]\nurl =\ntoken-cookie =\ntoken-after =\ncheck-url =\nrefused-text =\n")
PAGE = "document web"
TOLD = "kiosk-browser: load failed"


@pytest.fixture(scope="module")
def running():
    prepare("stand-in", "bad-certificates")
    with Kiosk() as kiosk:
        kiosk.opened()
        yield kiosk


@pytest.fixture
def kiosk(running):
    yield running
    running.finished()
    running.opened(until="kiosk-session: state ready")


@pytest.mark.parametrize("host, code, title", [
    ("expired", "TLS-EXPIRED", "Le certificat du site a expiré"),
    ("self-signed", "TLS-AUTHORITY", "Personne ne garantit ce certificat"),
    ("wrong-host", "TLS-HOST", "Le certificat est celui d’un autre site"),
])
def test_a_bad_certificate_shows_no_page(kiosk, host, code, title):
    kiosk.reopened(SITE.format(f"{host}.academie.example"), f"{TOLD}: {code}")
    kiosk.see("alert", title)
    kiosk.see(None, code)
    kiosk.see("status bar", "Non vérifié")
    assert not kiosk.has("heading", "Certificat non valable")
    kiosk.shot(f"6-certificate-{host}")


def test_an_authority_of_the_administrator_is_trusted_and_named(kiosk):
    site = SITE.format(host_of("private"))
    Host("private", 0)
    kiosk.reopened(site, f"{TOLD}: TLS-FILTER")
    kiosk.see("alert", "Quelqu’un lit peut-être les échanges")
    trust_private_authority()
    kiosk.reopened(site)
    kiosk.see("status bar", "Site officiel vérifié")
    kiosk.miss("label", "Délivré par")
    kiosk.act("push button", "^Le certificat du site$")
    kiosk.see("label", "Délivré par")
    kiosk.see("label", "^Service informatique de démonstration$")
    kiosk.see("label", r"^du \d\d/\d\d/\d{4} au \d\d/\d\d/\d{4}$")
    kiosk.shot("6-certificate-panel")


@pytest.mark.parametrize("host, code", [("down", "NET-DOWN"), ("hang", "NET-SILENT")])
def test_a_server_that_does_not_answer(kiosk, host, code):
    """The notice says that it tries again, and the button ends the session all the same."""
    kiosk.reopened(SITE.format(f"{host}.academie.example"), f"{TOLD}: ")
    kiosk.see("alert", "La messagerie")
    kiosk.see(None, code)
    kiosk.see("push button", "Réessayer maintenant")
    kiosk.see("label", "Nouvel essai dans")
    kiosk.shot(f"7-network-{host}")
    kiosk.act("push button", "^Terminer et effacer$")
    assert kiosk.over()["reason"] == "logout-button"


def test_the_page_comes_by_itself_when_the_server_is_back(kiosk):
    with Control("stand-in") as server:
        server.do("set", fault="cut")
        try:
            kiosk.reopened("", f"{TOLD}: ")
            kiosk.see("alert", "La messagerie est injoignable")
        finally:
            server.do("set", fault="none")
        kiosk.see("entry", "Identifiant")
        kiosk.see("status bar", "Site officiel vérifié")
        kiosk.miss("alert", "La messagerie est injoignable")


@pytest.mark.parametrize("victim, reason", [
    ("WebKitWebProcess", "crash-browser"), ("kiosk-browser", "crash-browser"), ("kiosk-session", "crash-session"), ("Xephyr", "crash-x"),
])
def test_a_process_that_is_killed_ends_the_session_wiped(kiosk, victim, reason):
    log_in(kiosk)
    kill(x_server() if victim == "Xephyr" else process(victim))
    ended = kiosk.over()
    assert (ended["reason"], ended["wipe"]) == (reason, "ok")


def x_server():
    return int(subprocess.run(["pgrep", "-u", "root", "-x", "Xephyr"], check=True, capture_output=True, text=True).stdout)


def test_an_invalid_policy_is_told_on_the_screen_until_it_is_mended(kiosk):
    write_policy(drop_in="[session]\nidle-timeout = soon\n")
    kiosk.end()
    kiosk.log.wait_for("session [0-9]+: refused")
    kiosk.log.wait_for("error-screen: shown")
    assert "Poste indisponible" in kiosk.windows()
    kiosk.shot("8-policy-error")
    assert processes() == {}
    write_policy()
    kiosk.log.wait_for("policy: changed")
    kiosk.opened()
    kiosk.see("entry", "Identifiant")
