"""The stacks of the machine's own programs with the module in them, and a terminal to use those programs on.

Runs as: root, in a throw-away machine or in a whole one.
"""
import os
import pathlib
import pty
import select
import shutil
import subprocess
import time

from pam_rig import DEADLINE, OTHER, STATE, USER, prepare

PASSWORD = "cartable-bleu-42"
SHELL = pathlib.Path("/usr/local/bin/kiosk-shell")  # of the kiosk account: says what it sees, and waits
REFUSED = "ne s’ouvre que sur l’écran de ce poste"
KEPT = pathlib.Path("/var/kept-stacks")

# What pam_kiosk(8) says to write first into a stack.
LINES = """\
auth     [success=done ignore=ignore default=die] pam_kiosk.so
account  [success=done ignore=ignore default=die] pam_kiosk.so
session  [success=done ignore=ignore default=die] pam_kiosk.so
"""

LOOK = r"""#!/bin/sh
[ "$1" = -c ] && exec /bin/sh "$@"
echo "look home=$(ls -A "$HOME" | wc -l) here=$HOME records=$(ls /run/webmail-kiosk 2>/dev/null | wc -l) wiped=$KIOSK_PREVIOUS_WIPE."
echo canary > "$HOME/secret"
read line
"""


def put_into(*services):
    """The module first in the stacks SERVICES, for as long as the machine lives."""
    KEPT.mkdir(exist_ok=True)
    for service in services:
        path = pathlib.Path("/etc/pam.d", service)
        if not (KEPT / service).exists():
            shutil.copy(path, KEPT / service)
        path.write_text(LINES + (KEPT / service).read_text())


def prepare_accounts():
    """Both have a password, so that only the module can be what refuses the kiosk account."""
    prepare()
    SHELL.write_text(LOOK)
    SHELL.chmod(0o755)
    subprocess.run(["usermod", "--shell", SHELL, USER], check=True)
    subprocess.run(["usermod", "--shell", "/bin/bash", OTHER], check=True)
    subprocess.run(["chpasswd"], input=f"{USER}:{PASSWORD}\n{OTHER}:{PASSWORD}\n", text=True, check=True)


class Terminal:
    """A program on a terminal of its own. TTY: the name under which the machine knows that one, such as tty1."""

    def __init__(self, *command, tty=None, environment=None):
        self.master, slave = pty.openpty()
        self.path = pathlib.Path("/dev", tty) if tty else None
        if self.path:  # the terminal's name is how it was opened
            subprocess.run(["mount", "--bind", os.ttyname(slave), self.path], check=True)
            name, slave = slave, os.open(self.path, os.O_RDWR | os.O_NOCTTY)
            os.close(name)
        self.output = ""
        self.process = subprocess.Popen(
            ["setsid", "--ctty", *command], stdin=slave, stdout=slave, stderr=slave,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TERM": "dumb", "LANG": "C.UTF-8", **(environment or {})})
        os.close(slave)

    def read_until(self, text):
        deadline = time.monotonic() + DEADLINE
        while text not in self.output:
            ready, _, _ = select.select([self.master], [], [], max(0, deadline - time.monotonic()))
            assert ready, f"no {text!r} in:\n{self.output}"
            try:
                data = os.read(self.master, 4096)
            except OSError:
                data = b""
            assert data, f"ended without {text!r}:\n{self.output}"
            self.output += data.decode(errors="replace")
        before, self.output = self.output.split(text, 1)
        return before + text

    def write(self, line):
        os.write(self.master, line.encode() + b"\n")

    def status(self):
        """The exit status; reads on meanwhile, since a full terminal would hold the program up."""
        deadline = time.monotonic() + DEADLINE
        while self.process.poll() is None and time.monotonic() < deadline:
            if select.select([self.master], [], [], 0.05)[0]:
                try:
                    self.output += os.read(self.master, 4096).decode(errors="replace")
                except OSError:
                    pass
        return self.process.wait(1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        os.close(self.master)
        if self.path:
            subprocess.run(["umount", "--lazy", self.path], check=True)


def forget_records():
    shutil.rmtree(STATE, ignore_errors=True)
