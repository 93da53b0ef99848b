"""One kiosk-session on a fresh Xvfb, with the stand-in for the browser, as the tests see it from outside.

Runs as: root, in a throw-away machine where the project is installed.
"""
import os
import pathlib
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import time

from event_lines import Lines
from outer_display import OuterDisplay

HERE = pathlib.Path(__file__).resolve().parent
LIBEXEC = pathlib.Path("/usr/libexec/webmail-kiosk")
POLICY = pathlib.Path("/etc/webmail-kiosk/policy.conf")
X_SOCKETS = pathlib.Path("/tmp/.X11-unix")
USER = "kiosk"
DEADLINE = 20  # seconds; an event that has not come by then does not come

POLICY_TEXT = """\
[site]
name = Essai
start-url = https://webmail.academie.example/
allow = webmail.academie.example
[account]
users = kiosk
[session]
idle-timeout = {idle_timeout}
idle-warning = {idle_warning}
max-duration = {max_duration}
logout-wait = {logout_wait}
{more}
"""


def prepare():
    """The account, and the stand-in where kiosk-session starts its browser."""
    if subprocess.run(["id", USER], capture_output=True).returncode != 0:
        subprocess.run(["useradd", "--create-home", USER], check=True)
    shutil.copy(HERE / "session_stand_in.py", LIBEXEC / "kiosk-browser")
    (LIBEXEC / "kiosk-browser").chmod(0o755)
    X_SOCKETS.mkdir(exist_ok=True)


class Session:
    def __init__(self, screen="1280x800", wait="state ready", server="Xvfb", **policy):
        values = {"idle_timeout": "180s", "idle_warning": "30s", "max_duration": "60min", "logout_wait": "5s", "more": ""}
        POLICY.parent.mkdir(exist_ok=True)
        POLICY.write_text(POLICY_TEXT.format(**(values | policy)))
        self.account = pwd.getpwnam(USER)
        self.runtime = pathlib.Path(f"/run/user/{self.account.pw_uid}")
        shutil.rmtree(self.runtime, ignore_errors=True)
        self.runtime.mkdir(parents=True, mode=0o700)
        os.chown(self.runtime, self.account.pw_uid, self.account.pw_gid)
        for left in (*X_SOCKETS.iterdir(), *X_SOCKETS.parent.glob(".X*-lock")):  # by a session that a test killed
            left.unlink()
        self.started = time.time()
        # Xephyr can change its size, and what is done on the display that it is on is a person's input.
        self.outer = OuterDisplay("1600x1200", 8) if server == "Xephyr" else None
        self._start_x(server, screen)
        self._start_session()
        if wait:
            self.log.wait_for("stand-in: mapped")
            self.send("ready")
            self.log.wait_for(wait)

    def _start_x(self, server, screen):
        self.cookie = self.runtime / "cookie"
        subprocess.run(["xauth", "-q", "-f", self.cookie, "add", ":7", ".", secrets.token_hex(16)], check=True,
                       stderr=subprocess.DEVNULL)
        os.chown(self.cookie, self.account.pw_uid, self.account.pw_gid)
        size = ["-screen", screen] if server == "Xephyr" else ["-screen", "0", screen + "x24"]
        self.x = self._start_server(server, ":7", ["-auth", self.cookie, *size])
        self.x_environment = {"DISPLAY": ":7", "XAUTHORITY": str(self.cookie), "PATH": "/usr/bin:/bin",
                              "LANG": "C.UTF-8"}

    @staticmethod
    def _start_server(program, display, arguments):
        read, write = os.pipe()
        server = subprocess.Popen([program, display, *arguments, "-nolisten", "tcp", "-noreset", "-displayfd",
                                   str(write)], env=os.environ | {"DISPLAY": ":8"}, pass_fds=[write],
                                  stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:  # to its newline: the server dies when it cannot write all of it
            assert number.readline().endswith("\n"), f"{program} did not start"
        return server

    def _start_session(self):
        environment = self.x_environment | {
            "HOME": self.account.pw_dir, "USER": USER, "LOGNAME": USER, "SHELL": "/usr/sbin/nologin",
            "XDG_RUNTIME_DIR": str(self.runtime), "KIOSK_POLICY": str(POLICY), "KIOSK_PREVIOUS_WIPE": "1700000000",
            "ASAN_OPTIONS": "detect_leaks=0",  # that takes ptrace, which the session forbids
            "LD_EVIL": "must not pass", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
        }
        self._end_read, end_write = os.pipe()

        def become_kiosk():
            os.dup2(end_write, 3)
            os.initgroups(USER, self.account.pw_gid)
            os.setgid(self.account.pw_gid)
            os.setuid(self.account.pw_uid)

        self.process = subprocess.Popen([LIBEXEC / "kiosk-session"], env=environment, preexec_fn=become_kiosk,
                                        pass_fds=[3], cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.PIPE, text=True)
        os.close(end_write)
        self.log = Lines(self.process.stderr, DEADLINE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in (self.process, self.x):
            if process.poll() is None:
                process.kill()
            process.wait()
        if self.outer:
            self.outer.close()
        os.close(self._end_read)

    def pid(self, component):
        return int(re.findall(rf"started {component}, process (\d+)", "\n".join(self.log.lines))[-1])

    def order(self, text):
        """Has the stand-in do what TEXT names."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as connection:
            connection.connect(str(self.runtime / "stand-in"))
            connection.send(text.encode())

    def send(self, message):
        self.order("send " + message)

    def ended(self):
        """(exit status, what the end pipe carried besides the pulse) once the session is over."""
        status = self.process.wait(DEADLINE)
        return status, re.sub("^(alive\n)+", "", os.read(self._end_read, 65536).decode())

    def x_command(self, *command):
        return subprocess.run(command, env=self.x_environment, check=True, capture_output=True, text=True,
                              timeout=DEADLINE).stdout

    def person(self, *words):
        """Input of the real devices: xdotool's WORDS on the display that Xephyr is on."""
        self.outer.xdotool(*words)

    def windows(self):
        """Title -> (x, y, width, height) of every window that is shown."""
        found = {}
        tree = self.x_command("xwininfo", "-root", "-tree")
        for number, title in re.findall(r'^\s+(0x[0-9a-f]+) "([^"]*)"', tree, re.MULTILINE):
            information = self.x_command("xwininfo", "-id", number)
            if "IsViewable" in information:
                found[title] = tuple(int(re.search(rf"{field}:\s+(-?\d+)", information)[1]) for field in (
                    "Absolute upper-left X", "Absolute upper-left Y", "Width", "Height"))
        return found

    def wait_for_window(self, title):
        """xdotool's --sync waits for the window to be shown."""
        self.x_command("xdotool", "search", "--sync", "--onlyvisible", "--name", title)

    def inside(self, *command, **more):
        """Runs COMMAND as the kiosk user on the session's own buses."""
        environment = self.x_environment | {
            "HOME": self.account.pw_dir, "XDG_RUNTIME_DIR": str(self.runtime),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.runtime}/bus",
        }
        return subprocess.run(["setpriv", f"--reuid={USER}", f"--regid={self.account.pw_gid}", "--init-groups",
                               *command], env=environment, capture_output=True, text=True, timeout=DEADLINE, **more)
