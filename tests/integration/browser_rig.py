"""Drives kiosk-browser from outside, in the place of kiosk-session: its own X server, its channel, its keys.

Runs as: root, inside tests/throw-away-machine, where kiosk-browser is installed. The browser itself runs as
an account made for it.
"""
import os
import pathlib
import pwd
import select
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS))
from webmail.serving.control import RUN_DIR  # noqa: E402
from webmail.serving.https_server import Answer, HttpsServer, tls_context  # noqa: E402
from webmail.serving.request_log import RequestLog  # noqa: E402

PROGRAM = "/usr/libexec/webmail-kiosk/kiosk-browser"
ACCOUNT = "kiosk"
SECONDS = 15
POLICY = pathlib.Path("/etc/webmail-kiosk/browser-test.conf")
SITE = "webmail.academie.example"
START = f"https://{SITE}/iwc_static/layout/login.html?lang=fr"
PAGES = "pages.academie.example"
FRAMES = "frames.academie.example"  # another origin, with the same pages
PAGES_ADDRESS = "127.0.0.40"
GREEN = "#3cb371"  # the page below the bar, in the tests' own pages


class Timeout(AssertionError):
    pass


def wait_until(condition, what, seconds=SECONDS):
    """The one place that looks again and again: for what no event is sent out of the browser."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise Timeout(f"not within {seconds} s: {what}")


def start_servers(*services):
    """The demonstration's hosts and certificates, with the hostile neighbours; those that run stay."""
    subprocess.run([TESTS / "webmail/up", *services], check=True, stdout=subprocess.DEVNULL)


def account():
    """The account of the browser, made when there is none."""
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        subprocess.run(["useradd", "--create-home", "--skel", "/nonexistent", "--shell", "/bin/sh", ACCOUNT], check=True)
        return pwd.getpwnam(ACCOUNT)


def write_policy(start, allow, **site):
    """A policy of root's, as the shell demands; more keys of [site] by name, "_" for "-"."""
    lines = [f"{name.replace('_', '-')} = {value}" for name, value in site.items()]
    POLICY.parent.mkdir(mode=0o755, exist_ok=True)
    POLICY.write_text("\n".join(["[site]", "name = Messagerie", f"start-url = {start}", f"allow = {allow}", *lines,
                                 "[support]", "name = Assistance", ""]))
    return POLICY


class PageServer:
    """Serves the test's own pages at https://pages.academie.example/, by a certificate of the test authority."""

    def __init__(self):
        start_servers("bad-certificates")
        self.pages = {}  # path → HTML, Answer or function of the request
        self.log = RequestLog()
        certificates = pathlib.Path(RUN_DIR) / "certificates"
        if not (certificates / "pages.pem").exists():
            self._make_certificate(certificates)
        with open("/etc/hosts", "r+", encoding="utf-8") as hosts:
            if PAGES not in hosts.read():
                hosts.write(f"{PAGES_ADDRESS} {PAGES} {FRAMES}\n")
        context = tls_context(certificates / "pages.pem", certificates / "pages.key")
        self.server = HttpsServer((PAGES_ADDRESS, 443), context, self.log, self.answer)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @staticmethod
    def _make_certificate(folder):
        script = f"""cd {folder}; openssl ecparam -name prime256v1 -genkey -noout -out pages.key
            openssl req -new -utf8 -key pages.key -subj '/O=Académie de démonstration/CN={PAGES}' |
            openssl x509 -req -CA ca.pem -CAkey ca.key -days 30 -out pages.pem \\
                -extfile <(echo subjectAltName=DNS:{PAGES},DNS:{FRAMES}) 2>/dev/null"""
        subprocess.run(["bash", "-eo", "pipefail", "-c", script], check=True)

    def answer(self, request):
        page = self.pages.get(request.path, Answer(404))
        page = page(request) if callable(page) else page
        return page if isinstance(page, Answer) else Answer(200, page.encode())

    def number(self):
        entries = self.log.since(0)
        return entries[-1]["number"] if entries else 0

    def wait(self, path, since=0, seconds=SECONDS):
        assert self.log.wait({"kind": "request", "path": path}, since, seconds), f"{path} was not asked for"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def page(body, script=""):
    """A page that is GREEN all over, with BODY in its middle."""
    return (f'<!DOCTYPE html><meta charset="utf-8"><style>html, body {{ height: 100%; margin: 0; background: {GREEN} }}'
            f'</style><body>{body}<script>{script}</script>')


def big_link(href, attributes=""):
    """A link as large as the page, to be hit anywhere."""
    return f'<a href="{href}" {attributes} style="position:fixed;inset:0;font-size:40px">lien</a>'


class Display:
    """An X server of its own; without a window manager, so the window fills the screen by itself."""

    def __init__(self, size="1024x768"):
        reader, writer = os.pipe()
        self.process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset", "-ac"],
            pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writer)
        with open(reader, encoding="ascii") as lines:  # to its newline: Xvfb dies when it cannot write that
            ready, _, _ = select.select([lines], [], [], SECONDS)
            number = lines.readline().strip() if ready else ""
        assert number, "Xvfb does not start"
        self.name = f":{number}"

    def run(self, *command):
        environment = {"DISPLAY": self.name, "PATH": os.environ["PATH"]}
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout

    def xdotool(self, *arguments):
        return self.run("xdotool", *arguments)

    def screenshot(self, path):
        self.run("import", "-window", "root", str(path))

    def pixel(self, x, y):
        """The colour at X, Y as "#rrggbb", in lower case."""
        text = self.run("import", "-window", "root", "-crop", f"1x1+{x}+{y}", "-depth", "8", "txt:-")
        return text.split("#")[2][:6].join(["#", ""]).lower()

    def wait_color(self, color, x=512, y=600, seconds=SECONDS):
        wait_until(lambda: self.pixel(x, y) == color, f"{color} at {x}, {y}; it is {self.pixel(x, y)}", seconds)

    def windows(self):
        """The ids of all windows that can be seen."""
        return set(self.run("xdotool", "search", "--onlyvisible", "--name", ".*").split())

    def close(self):
        self.process.terminate()
        self.process.wait()


class Browser:
    """kiosk-browser with its channel, as kiosk-session would start it."""

    def __init__(self, policy, display, environment=None, decoy=None, program=PROGRAM):
        user = account()
        runtime = pathlib.Path(f"/run/user/{user.pw_uid}")
        runtime.mkdir(parents=True, exist_ok=True)
        runtime.chmod(0o700)
        os.chown(runtime, user.pw_uid, user.pw_gid)
        self.channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        variables = {
            "HOME": user.pw_dir, "USER": ACCOUNT, "LOGNAME": ACCOUNT, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
            "DISPLAY": display.name, "XDG_RUNTIME_DIR": str(runtime), **(environment or {})}
        if decoy:
            variables["KIOSK_DECOY_DISPLAY"] = decoy.name
        self.display = display
        self.log = open(f"/tmp/kiosk-browser-{time.monotonic_ns()}.log", "w+b")
        self.process = subprocess.Popen(
            [program, f"--policy={policy}", f"--channel-fd={theirs.fileno()}"], env=variables,
            pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
            user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd="/", start_new_session=True)
        theirs.close()

    def receive(self, seconds=SECONDS, skip="used"):
        """The next packet that is not SKIP, as text; "" when the browser has closed the channel."""
        self.channel.settimeout(seconds)
        try:
            text = self.channel.recv(64).decode()
            return self.receive(seconds, skip) if text == skip else text
        except socket.timeout:
            raise Timeout(f"no message of the browser within {seconds} s; its log:\n{self.logged()}") from None
        except ConnectionResetError:
            return ""

    def send(self, text):
        self.channel.send(text.encode())

    def logged(self):
        self.log.flush()
        self.log.seek(0)
        return self.log.read().decode()

    def wait_logged(self, text, seconds=SECONDS):
        return wait_until(lambda: text in self.logged(), f"log line {text!r} in:\n{self.logged()}", seconds)

    def wait(self, seconds=SECONDS):
        return self.process.wait(seconds)

    def children(self, name):
        """Ids of this shell's descendants by NAME (as the kernel has it: 15 letters), the dead left out."""
        processes = {}
        for status in pathlib.Path("/proc").glob("[0-9]*/status"):
            try:
                lines = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
            except OSError:
                continue
            processes[int(lines["Pid"])] = lines

        def is_ours(process):
            while process in processes and process != self.process.pid:
                process = int(processes[process]["PPid"])
            return process == self.process.pid

        return [process for process, lines in processes.items()
                if lines["Name"] == name and not lines["State"].startswith("Z") and is_ours(process)]

    def close(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.channel.close()
        self.log.close()


@pytest.fixture(scope="module")
def display():
    server = Display()
    yield server
    server.close()


@pytest.fixture(scope="module")
def site():
    server = PageServer()
    yield server
    server.close()
