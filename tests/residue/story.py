"""A person's visit to the stand-in, on the real kiosk: signs in, reads, searches, copies, uploads.

Runs as: root, in a throw-away machine where the project is installed and the stand-in runs.
"""
import os
import pathlib
import pwd
import re
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS))
sys.path.insert(0, str(TESTS / "integration"))
from event_lines import Lines  # noqa: E402
from outer_display import OuterDisplay  # noqa: E402
from webmail.serving.control import RUN_DIR, Control  # noqa: E402

USER = "kiosk"
DEADLINE = 30  # seconds; an event that has not come by then does not come
LOG = pathlib.Path(RUN_DIR) / "kiosk.log"
POLICY = pathlib.Path("/etc/webmail-kiosk/policy.conf")
MAIL = """\
From: Inspection <inspection@academie.example>
To: prenom.nom@academie.example
Date: Mon, 23 Nov 2026 18:00:00 +0100
Subject: Notes {prefix}subject
Message-ID: <canary@academie.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="canary"

--canary
Content-Type: text/html; charset=utf-8

<p>{prefix}body</p>
--canary
Content-Type: text/html; name="{prefix}filename.html"
Content-Disposition: attachment; filename="{prefix}filename.html"

<p>{prefix}attachment <a href="https://roundcube.academie.example/?_task=mail&amp;_mbox=INBOX">Retour</a></p>
<p style="font-size:150px;line-height:1"><a
href="https://webmail.academie.example/t/everywhere.html">Partout partout partout partout partout</a></p>
--canary--
"""


class Tail(Lines):
    """The same lines, kept in a file of the test's as well, to be searched."""

    def __init__(self, stream, file):
        self._file = file
        super().__init__(stream, DEADLINE)

    def _read(self, stream):
        def copied():
            for line in stream:
                self._file.write(line)
                self._file.flush()
                yield line
        super()._read(copied())


def selections(environment):
    """What is selected and what is on the clipboard, of a display."""
    program = """
import gi
gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk
for selection in (Gdk.SELECTION_PRIMARY, Gdk.SELECTION_CLIPBOARD):
    print((Gtk.Clipboard.get(selection).wait_for_text() or "").replace(chr(10), " "))
"""
    output = subprocess.run(["/usr/bin/python3", "-BIc", program], env=environment, stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True, timeout=DEADLINE).stdout
    return dict(zip(("primary selection", "clipboard"), output.splitlines()))


class Kiosk:
    """kiosk-launch with all its parts, one session after the other."""

    environment = {"DISPLAY": ":7", "XAUTHORITY": "/run/webmail-kiosk/x-authority-7", "PATH": "/usr/bin:/bin",
                   "LANG": "C.UTF-8"}

    def __init__(self, sessions=0):
        self.outer = OuterDisplay()
        subprocess.run(["setxkbmap", "us", "-variant", "intl"], env=self.outer.environment, check=True)  # has dead keys
        self.process = subprocess.Popen(
            ["/usr/sbin/kiosk-launch", "--x-server=xephyr", f"--sessions={sessions}", "--screen=1280x800x24"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=True, env=self.outer.environment)
        file = LOG.open("a")
        self.events, self.log = Tail(self.process.stdout, file), Tail(self.process.stderr, file)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(DEADLINE)
        finally:
            self.process.kill()
            self.outer.close()

    def wait_until_ready(self):
        self.log.wait_for("kiosk-session: state ready", DEADLINE)

    def ended(self):
        """The fields of the next "ended" line; {} when the launcher is no more."""
        line = self.events.wait_for(r"session \d+: ended (.*)", DEADLINE)[1]
        return dict(word.split("=", 1) for word in line.split() if "=" in word)

    def show_login(self, site):
        """Waits for a new session's start page."""
        site.wait("/iwc/svc/iwcp/prelogin.iwc")  # the form has the focus by then

    def settled(self):
        """After what may have opened a window: the kiosk has but one."""

    def xdotool(self, *arguments):
        """Its status tells nothing: what it does may end the display under it."""
        if self.outer and self.outer.can_type(arguments):
            self.outer.xdotool(*arguments)
            return
        subprocess.run(["xdotool", *arguments], env=self.environment, stderr=subprocess.DEVNULL, timeout=DEADLINE)

    def type(self, text):
        self.xdotool("type", "--delay", "4", text)

    def key(self, *names):
        self.xdotool("key", *names)

    def click(self, x, y):
        self.xdotool("mousemove", str(x), str(y), "click", "1")

    def pixel(self, x, y):
        """The colour at X, Y, six hexadecimal digits."""
        text = subprocess.run(["import", "-window", "root", "-crop", f"1x1+{x}+{y}", "-depth", "8", "txt:-"],
                              env=self.environment, check=True, capture_output=True, text=True).stdout
        return text.split("#")[2][:6].upper()

    def screenshot(self, path):
        subprocess.run(["import", "-window", "root", str(path)], env=self.environment, check=True)


class StandIn:
    """The stand-in, as its log of requests shows it, and what a person does there."""

    name, policy = "stand-in", "stand-in.conf"

    def __init__(self):
        self.number = 0
        self.mark()

    def mark(self):
        with Control("stand-in") as control:
            entries = control.do("log")
        self.number = entries[-1]["number"] if entries else 0

    def wait(self, path):
        """Waits for a request of PATH after those seen before."""
        with Control("stand-in") as control:
            entry = control.do("wait", since=self.number, seconds=DEADLINE, path=path)
        assert entry, f"{path} was not asked for"
        self.number = entry["number"]

    def click_until(self, kiosk, x, y, path):
        """Clicks until PATH is asked for: what a request brought may be drawn a moment after it."""
        for _ in range(DEADLINE):
            kiosk.click(x, y)
            with Control("stand-in") as control:
                if control.do("wait", since=self.number, seconds=1, path=path):
                    break
        self.wait(path)

    def secrets(self):
        """What the server gave this browser to be known by."""
        with Control("stand-in") as control:
            return [value for session in control.do("sessions") for name, value in session.items() if name != "user"]

    def visit(self, kiosk, prefix, row, arrivals):
        """All of it. What is typed beyond the password has ROW in it."""
        with Control("stand-in") as control:
            control.do("expire")  # the sessions of visits before
        kiosk.show_login(self)
        kiosk.type("prenom.nom")
        kiosk.key("Tab")
        kiosk.type(f"{prefix}password")
        arrivals.look("password")
        kiosk.key("Return")
        self.wait("/iwc/svc/wmap/mbox.mjs")
        self.click_until(kiosk, 400, 210, "/iwc/svc/wmap/msg.mjs")  # the mail, first of the list
        arrivals.look("mail subject", "mail body")
        kiosk.key("Tab", "Return")  # its first link, which shows the attachment
        self.wait(f"/iwc/svc/wmap/attach/{prefix}filename.html")
        kiosk.settled()
        arrivals.look("attachment", "attachment's name")
        self.click_until(kiosk, 600, 400, "/t/shown")  # its link
        kiosk.settled()
        kiosk.type(f"{prefix}{row}clipboard")
        kiosk.key("ctrl+a", "ctrl+x")
        kiosk.type(f"{prefix}{row}search {prefix}{row}dead")
        kiosk.key("dead_circumflex", "e", "ctrl+a")
        arrivals.look_at_selections(kiosk.environment)
        kiosk.key("Return")
        self.wait("/t/kept")
        arrivals.look(secrets=self.secrets())

    def log_out(self, kiosk):
        self.click_until(kiosk, 640, 720, "/iwc/svc/wmap/mbox.mjs")  # the way back to the mailbox
        self.click_until(kiosk, 1178, 95, "/iwc/svc/iwcp/logout.iwc")


def processes():
    """Process id → its words, of every process of the machine."""
    found = {}
    for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found[int(path.parent.name)] = path.read_bytes().decode(errors="replace").rstrip("\0").split("\0")
        except OSError:
            continue
    return found


def of_account():
    uid = pwd.getpwnam(USER).pw_uid
    found = []
    for pid in processes():
        try:
            if os.stat(f"/proc/{pid}").st_uid == uid or re.search(
                    rf"^Uid:\t{uid}\t", pathlib.Path(f"/proc/{pid}/status").read_text(), re.MULTILINE):
                found.append(pid)
        except OSError:
            continue
    return found
