#!/usr/bin/python3
"""The same visit and the same search with the private modes of other browsers, beside the kiosk's session.

Runs as: root, in a throw-away machine on a disk image. Usage: peers.py IMAGE [WORD...], with WORD in a name.

The kiosk is a session of kiosk-launch. The others run as an ordinary account with an ordinary home, as in an
ordinary session of a display manager: nothing is erased but by the browser itself. Each visit has canaries, a
server and an account of its own. A number is how many of the canaries that arrived are found afterwards.
"""
import contextlib
import json
import os
import pathlib
import pwd
import signal
import subprocess
import sys
import time

import canaries
import controls
import ends
import residue
import story
from places import OWN, Machine
from story import TESTS, Kiosk, StandIn

START = "https://webmail.academie.example/iwc_static/layout/login.html?lang=fr"
CA = "/usr/local/share/ca-certificates/webmail-kiosk-test-ca.crt"
SHOWN = ("disk blocks", "disk files", "memory files", "processes", "kernel", "logs")
BAR = 65  # pixels that the kiosk has above its page, and a page without a bar has not
SECONDS = 5  # for a canary or a window to be seen


def trust_in_nss(home):
    """Chromium has certificates of its own, per account."""
    folder = home / ".pki/nssdb"
    folder.mkdir(parents=True)
    subprocess.run(["certutil", "-d", f"sql:{folder}", "-N", "--empty-password"], check=True)
    subprocess.run(["certutil", "-d", f"sql:{folder}", "-A", "-t", "C,,", "-n", "test", "-i", CA], check=True)


def trust_in_firefox(home):
    folder = pathlib.Path("/etc/firefox/policies")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "policies.json").write_text(json.dumps({"policies": {"Certificates": {"Install": [CA]}}}))


# Name → (command, how it comes to trust the test's authority, how far its page is below the top)
PEERS = {
    "chromium --kiosk --incognito": (["chromium", "--kiosk", "--incognito", "--no-first-run"], trust_in_nss, 0),
    "firefox-esr --kiosk -private-window": (["firefox-esr", "--kiosk", "-private-window"], trust_in_firefox, 0),
    "surf -K": (["surf", "-K"], None, 0),
    "epiphany --incognito-mode": (["epiphany", "--incognito-mode"], None, 97),
}


class Peer(Kiosk):
    """A browser on a display of its own."""

    outer = None
    environment = {"DISPLAY": ":9", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "XDG_SESSION_TYPE": "x11"}

    def __init__(self, name, account):
        command, trust, self.top = PEERS[name]
        self.seen = set()  # windows
        subprocess.run(["useradd", "--create-home", account], check=True)
        self.user = pwd.getpwnam(account)
        home = pathlib.Path(self.user.pw_dir)
        if trust:
            trust(home)
            subprocess.run(["chown", "-R", f"{account}:{account}", home], check=True)
        runtime = pathlib.Path("/run/user", str(self.user.pw_uid))
        runtime.mkdir(mode=0o700, parents=True)
        os.chown(runtime, self.user.pw_uid, self.user.pw_gid)
        self.x = residue.start_display(":9")
        self.process = subprocess.Popen(
            ["dbus-run-session", "--", *command, START], user=self.user.pw_uid, group=self.user.pw_gid, extra_groups=[],
            cwd=home, env=self.environment | {"HOME": str(home), "USER": account, "XDG_RUNTIME_DIR": str(runtime)},
            start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def show_login(self, site):
        super().show_login(site)
        self.settled()

    def windows(self):
        result = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "."], env=self.environment,
                                capture_output=True, text=True)
        return result.stdout.split()

    def settled(self):
        """No window manager is here: the newest window gets the whole screen and the keyboard."""
        seen, deadline = self.seen, time.monotonic() + SECONDS
        while set(self.windows()) <= seen and time.monotonic() < deadline:
            time.sleep(0.2)
        time.sleep(1)  # to be drawn
        self.seen = set(self.windows())
        for window in sorted(self.seen - seen or self.seen, key=int)[-1:]:
            self.xdotool("windowmove", window, "0", "0", "windowsize", window, "1280", "800", "windowraise", window,
                         "windowfocus", window, "mousemove", "1270", "790")
        time.sleep(1)

    def click(self, x, y):
        super().click(x, y - BAR + self.top)

    def pids(self):
        found = []
        for pid in story.processes():
            try:
                if os.stat(f"/proc/{pid}").st_uid == self.user.pw_uid:
                    found.append(pid)
            except OSError:
                continue
        return found + [self.x.pid]

    def close_windows(self):
        """As a person does; what has not ended by itself then is left as it is, up to the end of their X session."""
        for window in self.windows():
            self.xdotool("windowclose" if not self.quits(window) else "getactivewindow", window)
        self.wait()

    def quits(self, window):
        return subprocess.run(["xdotool", "windowquit", window], env=self.environment,
                              stderr=subprocess.DEVNULL).returncode == 0

    def kill(self):
        for pid in self.pids():
            if pid != self.x.pid:
                with contextlib.suppress(ProcessLookupError):  # its parent went before
                    os.kill(pid, signal.SIGKILL)
        self.wait()

    def wait(self):
        try:
            self.process.wait(story.DEADLINE)
        except subprocess.TimeoutExpired:
            pass

    def __exit__(self, *_):
        """The end of the X session: it takes along what is still there."""
        self.x.terminate()
        self.x.wait()
        self.process.terminate()
        self.wait()


PEER_ENDS = {"window closed": Peer.close_windows, "killed": Peer.kill}


def new_server(number):
    """The stand-in with canaries that no visit had before; returns their letters."""
    prefix = controls.random_prefix()
    for pid, words in story.processes().items():
        if "webmail.stand_in" in words:
            os.kill(pid, signal.SIGTERM)
            while os.path.exists(f"/proc/{pid}"):
                time.sleep(0.02)
    (pathlib.Path(story.RUN_DIR) / "stand-in.control").unlink(missing_ok=True)
    mails = OWN / f"mails-{number}"
    mails.mkdir()
    (mails / "canary.eml").write_text(story.MAIL.format(prefix=prefix))
    subprocess.run([TESTS / "webmail" / "up", "--password", f"{prefix}password", "--mails", mails], check=True,
                   stdout=subprocess.DEVNULL)
    return prefix


def found_of(arrivals, search):
    """Place → the names of the canaries that are there."""
    return {place: {name for name, word in arrivals.words.items() if any(hit.text.startswith(word) for hit in hits)}
            for place, hits in search.hits.items()}


def report(name, end, arrivals, search):
    seen = {canary for canary, where in arrivals.found.items() if where}
    found = found_of(arrivals, search)
    print(f"{name:38}{end:16}{len(seen & arrivals.words.keys()):>9}" +
          "".join(f"{len(found[place]):>14}" for place in SHOWN), flush=True)
    for place in SHOWN:
        if found[place]:
            where = sorted({hit.where.split("/", 6)[-1] for hit in search.hits[place]})
            print(f"    {place}: {', '.join(sorted(found[place]))}\n      in {'; '.join(where[:6])}", flush=True)


def visit(name, end, number, machine):
    prefix, site = new_server(number), StandIn()
    with Peer(name, f"person{number}") as peer:
        arrivals = canaries.Arrivals(site, prefix, f"{number:02}", peer.pids, SECONDS)
        try:
            site.visit(peer, prefix, f"{number:02}", arrivals)
        except AssertionError as error:  # surf shows attachments in a new process, not signed in
            print(f"{name}: the visit went no further, {error}; what arrived before counts")
        secrets = site.secrets()
        PEER_ENDS[end](peer)
    report(name, end, arrivals, machine.search(prefix, secrets))


def visit_kiosk(end, number, machine):
    prefix, site = new_server(number), StandIn()
    residue.write_policy(site, False)
    with Kiosk() as kiosk:
        kiosk.wait_until_ready()
        arrivals = canaries.Arrivals(site, prefix, f"{number:02}")
        site.visit(kiosk, prefix, f"{number:02}", arrivals)
        secrets = site.secrets()
        end.bring_about(kiosk, site)
        kiosk.ended()
        kiosk.wait_until_ready()
        report("webmail-kiosk", end.name, arrivals, machine.search(prefix, secrets))


def main(image, *words):
    residue.prepare_account()
    new_server(0)
    machine = Machine(image)
    print(f"{'browser':38}{'end':16}{'arrived':>9}" + "".join(f"{place:>14}" for place in SHOWN), flush=True)
    number = 1
    for end in ends.ENDS:
        if end.name in ("button", "SIGKILL browser") and (not words or "webmail-kiosk" in words):
            visit_kiosk(end, number, machine)
            number += 1
    for name in PEERS:
        for end in PEER_ENDS:
            if not words or any(word in name for word in words):
                visit(name, end, number, machine)
            number += 1


main(*sys.argv[1:])
