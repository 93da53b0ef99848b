"""Each state of the network as the person at the kiosk sees it: what is the matter, a code, and the page by itself
as soon as it can come.

Runs as: root, in a throw-away machine (tests/integration/in-machine).
"""
import pathlib

import network_rig
import pytest
from e2e_rig import Control, Kiosk, log_in, prepare, read_mail
from name_server import NameServer
from network_rig import (FILTER_ADDRESS, HTML, NOBODY_ADDRESS, PROXY_ADDRESS, PROXY_PORT, WEBMAIL_ADDRESS, Answers, Cable,
                         Filter, SessionPackets, Tinyproxy)

TOLD = "kiosk-browser: load failed: "
DNS = "127.0.0.53"
UPSTREAM = f"[network]\nupstream-proxy = {PROXY_ADDRESS}:{PROXY_PORT}\n"


@pytest.fixture(scope="module")
def running():
    prepare("stand-in")
    network_rig.ask_name_server(DNS)
    with Kiosk() as kiosk:
        kiosk.opened()
        yield kiosk


@pytest.fixture(scope="module")
def server(running):
    with Control("stand-in") as control:
        yield control


@pytest.fixture
def kiosk(running, server):
    yield running
    server.do("set", fault="none", scope="all")
    network_rig.name(WEBMAIL_ADDRESS)
    running.finished()
    running.opened(until="kiosk-session: state ready")


def check(kiosk, code, title):
    """What is told, read as a screen reader reads it."""
    kiosk.see("alert", title)
    kiosk.see(None, f"^{code}$")
    kiosk.shot(f"9-{code}")
    assert not kiosk.has("heading", "Portail")


def again(kiosk, code, title):
    """At the next attempt, which a person need not wait for."""
    kiosk.act("push button", "Réessayer maintenant")
    kiosk.log.wait_for(f"{TOLD}{code}$")
    check(kiosk, code, title)


def comes_back(kiosk):
    """Untouched."""
    kiosk.see("entry", "Identifiant")
    kiosk.see("status bar", "Site officiel vérifié")


def test_states_of_the_network(kiosk, server):
    """All in one session, which outlasts them: names, links, filters and portals, the service's own faults."""
    names, impostor = NameServer(DNS), Filter()
    network_rig.name(None)
    kiosk.reopened("", f"{TOLD}NET-OFFLINE$")
    check(kiosk, "NET-OFFLINE", "Ce poste n’est relié à aucun réseau")
    cable = Cable()
    again(kiosk, "NET-DNS", "Le réseau ne sait pas dire où est la messagerie")
    names.answer = 3
    again(kiosk, "NET-NAME", "La messagerie est introuvable")
    names.answer = "0.0.0.0"
    again(kiosk, "NET-FALSE", "Le réseau bloque la messagerie")
    network_rig.name(NOBODY_ADDRESS)
    again(kiosk, "NET-DOWN", "La messagerie est injoignable")
    network_rig.name(FILTER_ADDRESS)
    for mode, code, title in (
            ("plain", "NET-PORTAL", "Le réseau demande peut-être une identification"),
            ("reset", "NET-RESET", "La connexion est coupée avant"),
            ("filter", "TLS-FILTER", "Quelqu’un lit peut-être les échanges"),
            ("evil", "TLS-HOST", "Le certificat est celui d’un autre site")):
        impostor.mode = mode
        again(kiosk, code, title)
        if mode == "filter":
            kiosk.see("label", "Filtre du rectorat")
    network_rig.name(WEBMAIL_ADDRESS)
    for fault, code, title in (("error-500", "NET-SERVER", "La messagerie est en panne"),
                               ("broken", "NET-CUT", "La page n’est arrivée qu’en partie")):
        server.do("set", fault=fault, scope="pages")
        again(kiosk, code, title)
    server.do("set", fault="none", scope="all")
    comes_back(kiosk)
    cable.pull()


def test_the_session_speaks_to_the_proxy_alone(kiosk):
    """As the packets of its network tell: no name is asked for, and nothing else is spoken to, a login and a mail long."""
    kiosk.end()
    kiosk.log.wait_for("session [0-9]+: open")
    kiosk.log.wait_for("started kiosk-browser")
    packets = SessionPackets()
    kiosk.log.wait_for("kiosk-session: state ready")
    kiosk.is_over = False
    log_in(kiosk)
    read_mail(kiosk, "Conseil de classe")
    assert packets.ends() == {("tcp", 3128)}


def test_a_slow_service_is_told_while_it_is_awaited(kiosk, server):
    server.do("set", fault="slow", scope="pages", seconds=600)
    kiosk.reopened("", "kiosk-browser: load slow")
    kiosk.see("alert", "La messagerie tarde à répondre")
    kiosk.see("label", "à d’autres heures")
    assert not kiosk.has("push button", "Réessayer maintenant")
    kiosk.shot("9-NET-SLOW")
    server.do("set", fault="none", scope="all")
    comes_back(kiosk)
    kiosk.miss("alert", "La messagerie tarde")


def test_a_fault_of_the_service_does_not_take_the_page_away(kiosk, server):
    """The main frame's is told, with the way back to the page that is still there; a part's is the page's affair."""
    kiosk.reopened("")
    kiosk.see("entry", "Identifiant", state="focused")
    server.do("set", fault="error-500", scope="pages")
    for text, key in (("prenom.nom", "Tab"), ("cartable-bleu-42", "Return")):
        kiosk.write(text)
        kiosk.press(key)
    kiosk.log.wait_for(f"{TOLD}NET-SERVER$")
    check(kiosk, "NET-SERVER", "La messagerie est en panne")
    kiosk.see("label", "Votre page est toujours là")
    kiosk.act("push button", "Revenir au courrier")
    kiosk.see("entry", "Identifiant")
    server.do("set", fault="none", scope="all")
    kiosk.reopened("")
    log_in(kiosk)
    kiosk.see("push button", "Conseil de classe")
    server.do("set", fault="error-500", scope="calls")
    kiosk.act("push button", "Conseil de classe")
    kiosk.see("push button", "^Réessayer$")  # the page's own
    assert not kiosk.has("alert", "La messagerie est en panne")
    server.do("set", fault="none", scope="all")


def test_the_proxy_of_the_school(kiosk):
    """A real one: it works, refuses, wants a login, cannot get through, dies, and comes back; then a filter's pages."""
    proxy = Tinyproxy()
    kiosk.reopened(UPSTREAM)
    comes_back(kiosk)
    assert proxy.connected() == {"webmail.academie.example:443"}
    proxy.close()
    kiosk.end()
    kiosk.opened(f"{TOLD}NET-PROXY-DOWN$")
    check(kiosk, "NET-PROXY-DOWN", "La sortie du réseau de l’établissement est fermée")
    pathlib.Path("/run/tinyproxy.filter").write_text("elsewhere\n")
    for lines, code, title in (
            (['Filter "/run/tinyproxy.filter"', "FilterDefaultDeny Yes"], "NET-FILTER", "ne laisse pas passer la messagerie"),
            (["BasicAuth school secret"], "NET-PROXY-LOGIN", "Le réseau demande un identifiant que ce poste n’a pas"),
            ([], "NET-PROXY-FAILS", "Le réseau de l’établissement n’arrive pas à joindre la messagerie")):
        network_rig.name(NOBODY_ADDRESS if code == "NET-PROXY-FAILS" else WEBMAIL_ADDRESS)
        proxy = Tinyproxy(*lines)
        again(kiosk, code, title)
        proxy.close()
    network_rig.name(WEBMAIL_ADDRESS)
    for status in (b"302 Found\r\nLocation: http://portail.example/", b"200 OK", b"511 Network Authentication Required"):
        answers = Answers(b"HTTP/1.1 " + status + b"\r\n" + HTML)
        again(kiosk, "NET-PORTAL", "Le réseau demande peut-être une identification")
        answers.close()
    answers = Answers(b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: NTLM\r\n" + HTML)
    answers.free.clear()
    kiosk.act("push button", "Réessayer maintenant")
    kiosk.log.wait_for("kiosk-browser: load slow")
    kiosk.see("alert", "La messagerie tarde à répondre")
    answers.free.set()
    kiosk.log.wait_for(f"{TOLD}NET-PROXY-LOGIN$")
    answers.close()
    proxy = Tinyproxy()
    comes_back(kiosk)
    assert proxy.connected() == {"webmail.academie.example:443"}
    log_in(kiosk)
    proxy.close()


def test_the_automatic_configuration_of_the_school(kiosk):
    """Not there at first; then it names a proxy that is dead, and the real one."""
    path = pathlib.Path("/etc/webmail-kiosk/proxy.pac")
    policy = f"[network]\nproxy-auto-config = file://{path}\n"
    proxy = Tinyproxy()
    kiosk.reopened(policy, f"{TOLD}NET-PAC$")
    check(kiosk, "NET-PAC", "Ce poste ne connaît pas la sortie du réseau")
    draft = path.with_suffix(".draft")
    draft.write_text(f"""function FindProxyForURL(url, host) {{
        if (isPlainHostName(host) || !shExpMatch(host, "webmail.*")) return "DIRECT";
        return "PROXY {NOBODY_ADDRESS}:3128; PROXY {PROXY_ADDRESS}:{PROXY_PORT}"; }}""")
    draft.chmod(0o644)
    draft.rename(path)
    comes_back(kiosk)
    assert proxy.connected() == {"webmail.academie.example:443"}
    proxy.close()
