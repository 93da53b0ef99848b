"""A login with a one-time code, and where its password is; a login that the site would keep, and the next person.

Runs as: root, in a throw-away machine (tests/integration/in-machine).
"""
import json
import os
import pathlib
import subprocess
import sys

import pytest
from e2e_rig import ACCOUNT, HOME, PASSWORD, TESTS, USER, Control, Kiosk, log_in, prepare, process

sys.path.append(str(TESTS / "residue"))
from browser_rig import wait_until  # noqa: E402
from search import Search  # noqa: E402

SSO = "https://sso.academie.example/connexion"
SIGN_ON = f"""[site]
start-url = {SSO}
allow = sso.academie.example webmail.academie.example
[login]
identifier-hint = prenom.nom
strong-authentication-url = https://www.academie.example/double-authentification
"""
# The account as one of a group of persons: then its name is somebody's.
PERSON = f"[account]\nusers = borne\ngroup = {ACCOUNT}\n[login]\nprefill-identifier = yes\n"
# These hold the page, and what the page sends.
MAY_KNOW = {"WebKitWebProces", "WebKitNetworkPr"}
SECRETS = """
import sys, gi
from gi.repository import Gio, GLib
bus = Gio.DBusConnection.new_for_address_sync(sys.argv[1], Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
                                              Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
def call(name, arguments=None):
    return bus.call_sync("org.freedesktop.DBus", "/", "org.freedesktop.DBus", name, arguments, None, 0, 9000, None).unpack()
names = set(call("ListNames")[0] + call("ListActivatableNames")[0])
assert not [name for name in names if "secret" in name.lower() or "keyring" in name or "portal" in name], names
try:
    call("StartServiceByName", GLib.Variant("(su)", ("org.freedesktop.secrets", 0)))
except GLib.Error as error:
    assert "ServiceUnknown" in error.message or "NotSupported" in error.message, error.message
    print("none")
"""


@pytest.fixture(scope="module")
def running():
    prepare("stand-in")
    with Kiosk() as kiosk:
        kiosk.opened()
        yield kiosk


@pytest.fixture
def server():
    with Control("stand-in") as control:
        yield control
        control.do("set", **{"persistent-cookies": False, "remember-box": False})


OWNERS = """
import ctypes, json
x = ctypes.CDLL("libX11.so.6")
x.XOpenDisplay.restype = ctypes.c_void_p
display = ctypes.c_void_p(x.XOpenDisplay(None))
print(json.dumps({name: x.XGetSelectionOwner(display, x.XInternAtom(display, name.encode(), 0)) for name in (
    "CLIPBOARD", "PRIMARY", "SECONDARY", "XdndSelection", "CLIPBOARD_MANAGER")}))
"""


def owners(kiosk):
    """The windows that own the selections of the session's display; 0: none."""
    return json.loads(kiosk.command("/usr/bin/python3", "-c", OWNERS))


def posts(server, since):
    return [entry["path"] for entry in server.do("log", since=since) if entry["method"] == "POST"]


def sign_on(kiosk, code):
    kiosk.see("entry", "Identifiant", state="focused")
    kiosk.write(USER)
    kiosk.press("Tab")
    kiosk.write(PASSWORD)
    kiosk.press("Return")
    kiosk.see("entry", "Code à usage unique", state="focused")
    kiosk.write(code)
    kiosk.press("Return")


def test_a_login_with_a_code_and_none_for_the_next_person(running, server):
    running.reopened(SIGN_ON)
    since = len(server.do("log"))
    entry = running.see("entry", "Identifiant", state="focused")
    assert "prenom.nom" in entry["description"]
    running.see("push button", "Comment l’activer")
    running.press("Tab", "Caps_Lock")
    running.see("alert", "Les majuscules sont verrouillées")
    running.see("push button", "Afficher le mot de passe tant que le bouton est enfoncé")
    running.shot("11-sign-on")
    running.press("Caps_Lock")
    running.miss("alert", "Les majuscules sont verrouillées")
    running.press("shift+Tab")
    code = server.do("code")
    sign_on(running, code)
    running.see("heading", "Boîte de réception")
    assert posts(server, since)[:2] == ["/connexion", "/code"]
    assert not {"/connexion", "/code"} & set(posts(server, since)[2:])
    running.miss("push button", "Comment l’activer")
    running.end()
    running.opened()  # the cookie of two years is gone
    sign_on(running, code)
    running.see("notification", "Code incorrect, ou déjà utilisé")


def family(pid):
    """Every process that PID has brought forth: id → name."""
    stats = {}
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            number, rest = path.read_text().split(" (", 1)
        except OSError:
            continue
        name, fields = rest.rsplit(") ", 1)
        stats[int(number)] = (name, int(fields.split()[1]), fields[0])
    found = {pid}
    while True:
        more = {one for one, (_, parent, _) in stats.items() if parent in found} - found
        if not more:
            return {one: stats[one][0] for one in found if stats[one][2] != "Z"}
        found |= more


def session_folders():
    """The session's own file systems in memory, as root reaches them."""
    root = pathlib.Path(f"/proc/{process('kiosk-session')}")
    for line in (root / "mountinfo").read_text().splitlines():
        fields = line.split()
        kind, point = fields[fields.index("-") + 1], fields[4]
        if kind in ("tmpfs", "ramfs") and point.startswith((str(HOME), "/tmp", "/var/tmp", "/run/user", "/dev/shm")):
            yield point, f"{root}/root{point}"


def test_the_password_is_in_the_pages_own_processes_and_nowhere_else(running):
    running.reopened("")
    log_in(running)
    search = Search(PASSWORD)
    folders = dict(session_folders())
    assert {str(HOME), "/tmp", "/dev/shm"} <= set(folders)
    for point, path in folders.items():
        search.tree(f"file system {point}", path)
    for pid, name in family(running.process.pid).items():
        search.process(f"memory of {name}", pid)
    search.data("log", "log", "\n".join(running.log.lines).encode())
    for place, hits in sorted(search.hits.items()):
        print(f"{place}: {len(hits)} ({search.bytes.get(place, 0) >> 10} KiB read)")
    know = {place for place, hits in search.hits.items() if hits}
    assert know <= {f"memory of {name}" for name in MAY_KNOW}, know
    assert "memory of WebKitWebProces" in search.hits and "memory of kiosk-browser" in search.hits


def test_what_was_copied_is_not_there_for_the_next_person(running):
    """Nor is there a manager that would keep it."""
    running.reopened("")
    running.see("entry", "Identifiant", state="focused")
    running.write(USER)
    running.press("ctrl+a", "ctrl+c", "End")
    wait_until(lambda: owners(running)["CLIPBOARD"], "a copy")
    assert not owners(running)["CLIPBOARD_MANAGER"]
    running.end()
    running.opened()
    running.see("entry", "Identifiant", state="focused")
    assert set(owners(running).values()) == {0}
    assert "CUT_BUFFER" not in running.command("xprop", "-root")


def test_no_keyring_is_there_or_can_be_had(running):
    runtime = f"/run/user/{os.stat(HOME).st_uid}"
    done = subprocess.run(
        ["nsenter", f"--target={process('kiosk-session')}", "--mount", "--pid", "--wd=/", "--", "setpriv", f"--reuid={ACCOUNT}",
         f"--regid={ACCOUNT}", "--init-groups", "/usr/bin/python3", "-BI", "-c", SECRETS, f"unix:path={runtime}/bus"],
        capture_output=True, text=True, timeout=60)
    assert done.stdout == "none\n", done.stderr


def test_a_login_that_the_site_would_keep_is_not_kept(running, server):
    server.do("set", **{"persistent-cookies": True, "remember-box": True})
    running.reopened("")
    log_in(running)
    running.end()
    running.opened()
    running.see("entry", "Identifiant", state="focused")
    assert not running.has("heading", "Boîte de réception")


def test_the_name_of_a_persons_account_is_written_already(running):
    running.reopened(PERSON)
    running.see("password text", "Mot de passe", state="focused")
    assert running.see("entry", "Identifiant")["text"] == ACCOUNT


def test_assistive_technology_may_show_the_password_for_a_moment(running):
    running.reopened(PERSON)
    running.see("password text", "Mot de passe", state="focused")
    running.write("Az")
    running.act("push button", "Afficher le mot de passe")
    running.see("entry", "Mot de passe")
    running.shot("12-password-shown")
    running.see("password text", "Mot de passe")
