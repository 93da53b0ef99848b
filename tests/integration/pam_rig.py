"""PAM and kiosk-launch from outside: accounts, policies, a PAM application, a running launcher.

Runs as: root, in a throw-away machine where the project is installed.
"""
import ctypes
import os
import pathlib
import pwd
import re
import select
import signal
import subprocess

from event_lines import Lines

USER = "kiosk"
OTHER = "dupont"
HOME = pathlib.Path("/home/kiosk")
STATE = pathlib.Path("/run/webmail-kiosk")
POLICY = pathlib.Path("/etc/webmail-kiosk/policy.conf")
PROGRAM = pathlib.Path("/usr/libexec/webmail-kiosk/kiosk-session")
MODULE = next(pathlib.Path("/usr/lib").glob("*/security/pam_kiosk.so"))
DEADLINE = 30  # seconds; an event that has not come by then does not come

GOOD = """\
[site]
name = Essai
start-url = https://webmail.academie.example/
allow = webmail.academie.example
[account]
users = kiosk
services = webmail-kiosk kiosk-test
[session]
home-size = 64M
home-files = 4096
logout-wait = 1
"""
BAD = GOOD + "idle-timeout = soon\nno-such-key = 1\n"

# What the module ignores comes out as this text, which no other path gives.
IGNORED = "Have exhausted maximum number of retries for service"
STACK = """\
auth     [success=done ignore=ignore default=die] pam_kiosk.so {arguments}
auth     required pam_debug.so auth=maxtries cred=maxtries
account  [success=done ignore=ignore default=die] pam_kiosk.so {arguments}
account  required pam_debug.so acct=maxtries
session  [success=done ignore=ignore default=die] pam_kiosk.so {arguments}
session  required pam_debug.so open_session=maxtries close_session=maxtries
"""


def write_policy(text):
    POLICY.parent.mkdir(mode=0o755, exist_ok=True)
    if text is None:
        POLICY.unlink(missing_ok=True)
        return
    draft = POLICY.with_suffix(".draft")
    draft.write_text(text)
    draft.chmod(0o644)
    draft.rename(POLICY)


def write_stack(arguments="", service="kiosk-test"):
    pathlib.Path("/etc/pam.d", service).write_text(STACK.format(arguments=arguments))


def prepare():
    for name in (USER, OTHER):
        if subprocess.run(["id", name], capture_output=True).returncode != 0:
            subprocess.run(["useradd", "--create-home", name], check=True)
    pathlib.Path("/tmp/.X11-unix").mkdir(mode=0o1777, exist_ok=True)
    write_policy(GOOD)
    write_stack()


def pamtester(*operations, user=USER, service="kiosk-test", **items):
    """(what the last operation came to, all that was printed)."""
    items.setdefault("tty", "tty1")
    options = [word for name, value in items.items() for word in ("-I", f"{name}={value}")]
    result = subprocess.run(["pamtester", *options, service, user, *operations], capture_output=True, text=True,
                            timeout=DEADLINE)
    output = result.stdout + result.stderr
    if result.returncode == 0:
        return "ok", output
    return re.findall(r"pamtester: (.*)", output)[-1], output


def record(name=USER):
    text = (STATE / f"{name}.last").read_text()
    return dict(line.split("=", 1) for line in text.splitlines())


def processes(user=USER):
    """The account's processes that are not dead, by any of their user ids."""
    uid = str(pwd.getpwnam(user).pw_uid)
    found = []
    for folder in pathlib.Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            status = dict(line.split(":\t", 1) for line in (folder / "status").read_text().splitlines() if ":\t" in line)
        except OSError:
            continue
        if uid in status["Uid"].split() and status["State"][0] not in "ZX":
            found.append(int(folder.name))
    return found


def kiosk_mounts():
    """Our file systems in any mount namespace of the machine."""
    found = set()
    for path in pathlib.Path("/proc").glob("[0-9]*/mountinfo"):
        try:
            found.update(line for line in path.read_text().splitlines() if " webmail-kiosk:" in line)
        except OSError:
            continue
    return found


def assert_nothing_left(home=()):
    assert processes() == []
    assert kiosk_mounts() == set()
    assert sorted(path.name for path in HOME.iterdir()) == sorted(home)


def as_user(*command, user=USER, **more):
    account = pwd.getpwnam(user)
    environment = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    return subprocess.Popen(["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups",
                             *command], env=environment, **more)


def wait_for_end(pid):
    """True when the process PID ends in time; it need not be a child."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], DEADLINE)[0])
    finally:
        os.close(descriptor)


class Message(ctypes.Structure):
    _fields_ = [("style", ctypes.c_int), ("text", ctypes.c_char_p)]


class Response(ctypes.Structure):
    _fields_ = [("text", ctypes.c_void_p), ("code", ctypes.c_int)]


CONVERSE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.POINTER(ctypes.POINTER(Message)),
                            ctypes.POINTER(ctypes.POINTER(Response)), ctypes.c_void_p)


class Conversation(ctypes.Structure):
    _fields_ = [("converse", CONVERSE), ("data", ctypes.c_void_p)]


class Pam:
    """A PAM application in this very process, which enters the session's namespace with it."""

    SUCCESS, SESSION_ERR, TTY = 0, 14, 3

    def __init__(self, user=USER, service="kiosk-test", tty="tty1"):
        self.library = ctypes.CDLL("libpam.so.0")
        self.libc = ctypes.CDLL(None)
        self.libc.calloc.restype = ctypes.c_void_p
        self.library.pam_getenv.restype = ctypes.c_char_p
        self.messages = []
        self.conversation = Conversation(CONVERSE(self._converse), None)
        self.handle = ctypes.c_void_p()
        assert self.library.pam_start(service.encode(), user.encode(), ctypes.byref(self.conversation),
                                      ctypes.byref(self.handle)) == 0
        assert self.library.pam_set_item(self.handle, self.TTY, tty.encode()) == 0

    def _converse(self, count, messages, responses, _):
        self.messages += [messages[i].contents.text.decode() for i in range(count)]
        responses[0] = ctypes.cast(self.libc.calloc(count, ctypes.sizeof(Response)), ctypes.POINTER(Response))
        return 0

    def call(self, name, flags=0):
        return getattr(self.library, name)(self.handle, flags)

    def getenv(self, name):
        value = self.library.pam_getenv(self.handle, name.encode())
        return value and value.decode()

    def putenv(self, pair):
        assert self.library.pam_putenv(self.handle, pair.encode()) == 0


class OpenSession:
    """A session held open by a process of its own, so that this one stays outside. WORK runs in there first."""

    def __init__(self, work=lambda pam: None):
        reports, report = os.pipe()
        self._end, ends = os.pipe()[::-1]
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._end)
            status = 1
            try:
                pam = Pam()
                assert pam.call("pam_open_session") == Pam.SUCCESS, pam.messages
                work(pam)
                os.write(report, b"open")
                os.read(ends, 1)
                status = pam.call("pam_close_session")
            finally:
                os._exit(status)
        os.close(report)
        os.close(ends)
        assert os.read(reports, 4) == b"open"
        os.close(reports)

    def close(self):
        """What pam_close_session came to."""
        os.close(self._end)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._end)  # not before: it would close the session


class Launcher:
    """kiosk-launch with SESSION, a Python program, in the place of kiosk-session."""

    def __init__(self, session, *options, sessions=1, display=7):
        PROGRAM.write_text("#!/usr/bin/python3 -BI\n" + session)
        PROGRAM.chmod(0o755)
        self.process = subprocess.Popen(
            ["/usr/sbin/kiosk-launch", "--x-server=xvfb", f"--display=:{display}", f"--sessions={sessions}",
             "--screen=640x480x24", *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
        self.events, self.log = Lines(self.process.stdout, DEADLINE), Lines(self.process.stderr, DEADLINE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(DEADLINE)
        finally:
            self.process.kill()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)

    def ended(self):
        """The fields of the next "ended" line."""
        line = self.events.wait_for(r"session \d+: ended (.*)")[1]
        return dict(word.split("=", 1) for word in line.split() if "=" in word)

    def status(self):
        return self.process.wait(DEADLINE)
