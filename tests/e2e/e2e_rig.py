"""The whole kiosk from outside: kiosk-launch, what it prints, its screen, its processes, what a screen reader says.

Runs as: root, in a throw-away machine where the project is installed (tests/integration/in-machine).
"""
import json
import os
import pathlib
import pwd
import re
import signal
import ssl
import subprocess
import sys
import time
import urllib.request

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "integration")]
from event_lines import Lines  # noqa: E402
from outer_display import OuterDisplay  # noqa: E402
from pam_rig import kiosk_mounts  # noqa: E402
from webmail.serving.control import Control  # noqa: E402,F401

USER, PASSWORD = "prenom.nom", "cartable-bleu-42"
ACCOUNT = "kiosk"
HOME = pathlib.Path("/home/kiosk")
STATE = pathlib.Path("/run/webmail-kiosk")
POLICY = pathlib.Path("/etc/webmail-kiosk/policy.conf")
DROP_IN = POLICY.with_name("policy.conf.d") / "90-test.conf"
SCREENSHOTS = pathlib.Path(os.environ.get("KIOSK_SCREENSHOTS", "/tmp/kiosk-screenshots"))
MAILBOX = "https://webmail.academie.example/iwc_static/layout/main.html"
CALL = "https://webmail.academie.example/iwc/svc/wmap/cfg.mjs?rev=3&token={token}"
DEADLINE = 60  # seconds; an event that has not come by then does not come


def prepare(*services):
    """The account, the servers."""
    if subprocess.run(["id", ACCOUNT], capture_output=True).returncode != 0:
        subprocess.run(["useradd", "--create-home", "--skel", "/nonexistent", ACCOUNT], check=True)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    subprocess.run([TESTS / "webmail/up", *services], check=True, stdout=subprocess.DEVNULL)


def write_policy(name="stand-in", drop_in=""):
    """tests/webmail/NAME.conf, and DROP_IN on top of it; the session that opens next has them."""
    POLICY.parent.mkdir(mode=0o755, exist_ok=True)
    DROP_IN.parent.mkdir(mode=0o755, exist_ok=True)
    for path, text in ((DROP_IN, drop_in), (POLICY, (TESTS / f"webmail/{name}.conf").read_text())):
        draft = path.with_suffix(".draft")
        draft.write_text(text)
        draft.chmod(0o644)
        draft.rename(path)


def processes(name=None):
    """The account's living processes: id → words of the command; only of the program NAME when given."""
    uid = pwd.getpwnam(ACCOUNT).pw_uid
    found = {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_text().split("\0")
            status = (folder / "status").read_text()
        except OSError:
            continue
        is_ours = re.search(rf"^Uid:.*\b{uid}\b", status, re.M) and not re.search(r"^State:\s[ZX]", status, re.M)
        if is_ours and name in (None, os.path.basename(words[0])):
            found[int(folder.name)] = words
    return found


def process(name):
    """Its id; a child of it that has not become another program yet is younger."""
    return min(processes(name))


def status_of(pid):
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return {key: value.strip() for key, value in (line.split(":", 1) for line in lines)}


class Reader:
    """A screen reader in the session: atspi_reader.py."""

    def __init__(self):
        account, pid = pwd.getpwnam(ACCOUNT), process("kiosk-session")
        runtime = f"/run/user/{account.pw_uid}"
        browser = pathlib.Path(f"/proc/{process('kiosk-browser')}/environ").read_text().split("\0")
        environment = {"HOME": str(HOME), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "XDG_RUNTIME_DIR": runtime}
        environment |= dict(line.split("=", 1) for line in browser if line.startswith(("AT_SPI", "DBUS_", "DISPLAY",
                                                                                       "XAUTHORITY")))
        program = TESTS.joinpath("e2e/atspi_reader.py").read_text()
        self.process = subprocess.Popen(
            ["nsenter", f"--target={pid}", "--mount", "--pid", "--ipc", "--wd=/", "--", "setpriv",
             f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--init-groups", "/usr/bin/python3", "-BI", "-c",
             program], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "true\n", "no AT-SPI in the session"

    def do(self, order, role=None, name="", **more):
        text = json.dumps({"order": order, "role": role, "name": name, **more})
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer and order == "act":
            return True  # it has ended the session, and this reader with it
        assert answer, f"the session ended during {text}"
        answer = json.loads(answer)
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(DEADLINE)


class Kiosk:
    """kiosk-launch for ever, one session after the other, in a window of an outer display."""

    def __init__(self, *options, policy="stand-in", screen="1280x800", display=7):
        write_policy(policy)
        self.policy = policy
        self.outer = OuterDisplay(screen, display + 50)
        self.process = subprocess.Popen(
            ["/usr/sbin/kiosk-launch", "--x-server=xephyr", f"--display=:{display}", f"--screen={screen}x24",
             "--sessions=0", *options], env=self.outer.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, start_new_session=True)
        self.log = Lines(self.process.stdout, DEADLINE, echo=True)
        self.environment = {"DISPLAY": f":{display}", "XAUTHORITY": str(STATE / f"x-authority-{display}"),
                            "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        self.screen = screen
        self.reader = None
        self.is_over = False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._close_reader()
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(DEADLINE)
        finally:
            self.process.kill()
            self.outer.close()

    def _close_reader(self):
        if self.reader:
            self.reader.close()
        self.reader = None

    # One session after the other

    def opened(self, until="kiosk-session: state ready"):
        """Waits for the next session to be there, as far as UNTIL."""
        self._close_reader()
        self.is_over = False
        self.log.wait_for("x-server ready")
        self.log.wait_for(r"session \d+: open")
        self.log.wait_for(until)

    def over(self):
        """The fields of the "ended" line of the session."""
        line = self.log.wait_for(r"session \d+: ended (.*)")[1]
        self.is_over = True
        self._close_reader()
        return dict(word.split("=", 1) for word in line.split() if "=" in word)

    def end(self):
        """Ends the session by Ctrl+Alt+Delete, wherever it stands."""
        self.press("ctrl+alt+Delete")
        return self.over()

    def reopened(self, drop_in, until="kiosk-session: state ready"):
        """Ends the session; the next has DROP_IN in its policy."""
        write_policy(self.policy, drop_in)
        self.end()
        self.opened(until)

    def finished(self):
        """At the end of a test: the policy is again what it was, and no session of the test is left."""
        write_policy(self.policy)
        if not self.is_over:
            self.end()

    # The screen

    def command(self, *words):
        result = subprocess.run(words, env=self.environment, capture_output=True, text=True, timeout=DEADLINE)
        assert result.returncode == 0, f"{words}: {result.stderr}"
        return result.stdout

    def xdotool(self, *words):
        """What the keyboard has is input of the real devices; other characters come from a program in the session.

        Input that ends a session takes the X server along, sometimes before xdotool has its answer.
        """
        if self.outer.can_type(words):
            self.outer.xdotool(*words)
            return ""
        result = subprocess.run(["xdotool", *words], env=self.environment, capture_output=True, text=True,
                                timeout=DEADLINE)
        assert result.returncode == 0 or re.search("X connection|XIO: *fatal", result.stderr), f"{words}: {result.stderr}"
        return result.stdout

    def press(self, *keys):
        self.xdotool("key", "--delay", "30", *keys)

    def write(self, text):
        self.xdotool("type", "--delay", "15", text)

    def click(self, item):
        x, y, width, height = item["box"]
        self.xdotool("mousemove", str(x + width // 2), str(y + height // 2), "click", "1")

    def colours(self, box):
        """How many colours there are in a part of the screen: one where nothing is to be seen."""
        x, y, width, height = box
        return int(self.command("import", "-window", "root", "-crop", f"{width}x{height}+{x}+{y}", "-format", "%k", "info:"))

    def click_window(self, name, share, least=0):
        """In the middle of the window NAME, SHARE of its height from its top, once it is LEAST pixels high."""
        place, end = {"HEIGHT": -1}, time.monotonic() + DEADLINE
        while place["HEIGHT"] < least and time.monotonic() < end:
            text = self.xdotool("search", "--sync", "--onlyvisible", "--name", name, "getwindowgeometry", "--shell")
            place = {key: int(value) for key, value in re.findall(r"(X|Y|WIDTH|HEIGHT)=(\d+)", text)}
        self.xdotool("mousemove", str(place["X"] + place["WIDTH"] // 2),
                     str(place["Y"] + int(place["HEIGHT"] * share)), "click", "1")

    def shot(self, name):
        path = SCREENSHOTS / f"{name}-{self.screen}.png"
        self.command("import", "-window", "root", str(path))
        return path

    def windows(self):
        found = self.xdotool("search", "--sync", "--onlyvisible", "--name", ".").split()
        return [self.xdotool("getwindowname", window).strip() for window in found]

    # What a screen reader says

    def _read(self):
        self.reader = self.reader or Reader()
        return self.reader

    def see(self, role, name, **more):
        """Waits for the item with ROLE whose name or text has the regular expression NAME."""
        return self._read().do("see", role, name, **more)

    def miss(self, role, name, **more):
        """Waits until there is no such item."""
        self._read().do("see", role, name, gone=True, **more)

    def has(self, role, name, **more):
        return bool(self._read().do("all", role, name, **more))

    def act(self, role, name):
        """The item's first action, as assistive technology calls it."""
        assert self._read().do("act", role, name)

    def focus(self, role, name):
        assert self._read().do("focus", role, name)

    def all(self, role=None, name="", **more):
        return self._read().do("all", role, name, **more)

    def below(self, role, name):
        return self._read().do("below", role, name)

    def keep(self, role, name):
        """Holds on to an object as a reader does; what it says then, and with reread() later."""
        return self._read().do("keep", role, name)

    def reread(self):
        return self._read().do("reread")

    def outline(self):
        return self._read().do("outline")


def record():
    text = (STATE / f"{ACCOUNT}.last").read_text()
    return dict(line.split("=", 1) for line in text.splitlines())


def assert_wiped():
    """What root finds of the session before: nothing. For a launcher that is not in a session."""
    assert processes() == {}
    assert kiosk_mounts() == set()
    assert list(HOME.iterdir()) == []
    assert (record()["wipe"], record()["why"]) == ("ok", "")


def log_in(kiosk):
    """On the stand-in, whose page has put the focus in its first field."""
    kiosk.see("entry", "Identifiant", state="focused")
    kiosk.write(USER)
    kiosk.press("Tab")
    kiosk.write(PASSWORD)
    kiosk.press("Return")
    kiosk.see("heading", "Boîte de réception")


def read_mail(kiosk, subject):
    """Opens the mail in the stand-in's list."""
    kiosk.act("push button", subject)
    return kiosk.see("heading", subject)


def replay(login):
    """What the stand-in says to the cookie and the token of LOGIN, as somebody would send them who stole them."""
    request = urllib.request.Request(CALL.format(**login), headers={"Cookie": f"JSESSIONID={login['JSESSIONID']}"})
    with urllib.request.urlopen(request, context=ssl.create_default_context()) as answer:
        return answer.read().decode()


def kill(pid):
    os.kill(pid, signal.SIGKILL)
