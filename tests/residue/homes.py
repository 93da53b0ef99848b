"""Homes that mean harm, and homes that are not simply folders: root follows nothing that a session made.

Runs as: root, in a throw-away machine.
"""
import hashlib
import os
import pathlib
import subprocess
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))
from pam_rig import (GOOD, HOME, OTHER, STATE, USER, Launcher, OpenSession, Pam, assert_nothing_left,  # noqa: E402
                     kiosk_mounts, pamtester, prepare, record, write_policy)

SKELETON = sorted(os.listdir("/etc/skel"))
NO_SESSION = "Cannot make/remove an entry for the specified session"
ROOMY = GOOD.replace("home-size = 64M", "home-size = 512M").replace("home-files = 4096", "home-files = 262144")
END = 'os.write(3, b"reason=idle\\n")\nos._exit(34)\n'

# All that can be made in a folder to harm whoever deletes it; a namespace of its own to mount things in it.
TRAPS = r'''
import ctypes, os, socket, sys
home = os.environ["HOME"]
os.chdir(home)
for number, target in enumerate(("/", "/etc", "/etc/passwd", "/home/dupont", "..", "loop", home, "/proc/1/root")):
    os.symlink(target, f"link{number}")
os.symlink("loop", "loop")
for name in ("line\nbreak", "-rf", "..." , " ", "*", "\x1b[2J", "\\", "$(reboot)", "é" * 100):
    os.mkdir(name)
    open(os.path.join(name, "file\n" + name), "w").write("canary")
os.mkfifo("fifo")
socket.socket(socket.AF_UNIX).bind("socket")
with open("sparse", "wb") as file:
    file.truncate(4 << 30)
    os.pwrite(file.fileno(), b"canary", (4 << 30) - 6)
os.mkdir("closed")
open("closed/file", "w").close()
os.chmod("closed", 0)
for depth in range(2000):
    os.mkdir("deep")
    os.chdir("deep")
os.chdir(home)
for folder in range(100):
    os.mkdir(f"many{folder}")
    for number in range(1000):
        os.close(os.open(f"many{folder}/{number}", os.O_CREAT | os.O_WRONLY))
mounted = 0
if os.fork() == 0:  # stays, with its mounts, until it is killed
    libc = ctypes.CDLL(None, use_errno=True)
    mounts = 0
    if libc.unshare(0x10000000 | 0x00020000) == 0:  # CLONE_NEWUSER, CLONE_NEWNS
        os.mkdir("bound")
        mounts += libc.mount(b"/etc", b"bound", None, 4096, None) == 0
        mounts += libc.mount(b"none", b"many0", b"tmpfs", 0, None) == 0
        mounts += libc.mount(b"/usr", b"/tmp", None, 4096 | 16384, None) == 0
    print("session: mounted", mounts, file=sys.stderr, flush=True)
    os.write(told, b".")
    while True:
        os.read(never, 1)
'''
TRAPS = TRAPS.replace("mounted = 0\n", "ready, told = os.pipe()\nnever = os.pipe()[0]\n") + "os.read(ready, 1)\n" + END


@pytest.fixture(autouse=True)
def machine():
    prepare()
    yield
    assert_nothing_left(SKELETON)


def digest():
    """Of what a trap may lead to."""
    names = subprocess.run(["find", "/etc", f"/home/{OTHER}", "-xdev", "-printf", r"%p %m %U %G %s %T@\n"],
                           capture_output=True, check=True).stdout
    return hashlib.sha256(names).hexdigest()


def test_traps_in_a_home_catch_nobody():
    write_policy(ROOMY)
    before = digest()
    with Launcher(TRAPS) as launcher:
        assert launcher.log.wait_for(r"session: mounted (\d)")[1] == "3"
        ended = launcher.ended()
        assert launcher.status() == 0, launcher.log.lines
    assert (ended["reason"], ended["wipe"]) == ("idle", "ok")
    assert int(ended["files"]) > 100_000
    assert digest() == before
    write_policy(GOOD)


def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)


@pytest.fixture
def mounted_home():
    mount("-t", "tmpfs", "-o", "mode=700", "somewhere", HOME)
    (HOME / "kept").write_text("the administrator's")
    yield
    assert (HOME / "kept").read_text() == "the administrator's"
    subprocess.run(["umount", HOME], check=True)


def test_a_home_that_is_a_mount_point_is_covered_like_any_other(mounted_home):
    def work(pam):
        assert os.listdir(HOME) == []
        (HOME / "secret").write_text("canary")
    session = OpenSession(work)
    assert os.listdir(HOME) == ["kept"]
    assert session.close() == Pam.SUCCESS
    assert record()["wipe"] == "ok"
    assert os.listdir(HOME) == ["kept"]


def test_what_is_mounted_in_a_home_is_covered_with_it():
    folder = HOME / "share"
    folder.mkdir()
    mount("-t", "tmpfs", "somewhere", folder)
    (folder / "kept").touch()
    try:
        session = OpenSession(lambda pam: os.listdir(HOME) == [] or pytest.fail("seen"))
        assert session.close() == Pam.SUCCESS
        assert os.listdir(folder) == ["kept"]
    finally:
        subprocess.run(["umount", folder], check=True)
        folder.rmdir()


def test_a_stick_that_is_mounted_during_a_session_is_not_seen_in_it_nor_held_by_it():
    stick = pathlib.Path("/media/stick")
    stick.mkdir(parents=True)
    session = OpenSession()
    try:
        mount("-t", "tmpfs", "stick", stick)
        seen = subprocess.run(["nsenter", f"--target={session.pid}", "--mount", "ls", "/media"], capture_output=True,
                              text=True)
        assert (seen.returncode, seen.stdout) == (0, "")
        subprocess.run(["umount", stick], check=True)  # busy, if a copy of it were left in the session
        assert "stick" not in pathlib.Path(f"/proc/{session.pid}/mountinfo").read_text()
    finally:
        assert session.close() == Pam.SUCCESS
        stick.rmdir()
    assert record()["wipe"] == "ok"


@pytest.mark.parametrize("target", ["/nonexistent", "/etc", "/home/dupont", "kiosk"])
def test_a_home_that_is_a_link_is_refused_wherever_it_leads(target):
    kept = HOME.with_name("kept")
    HOME.rename(kept)
    HOME.symlink_to(target)
    try:
        result, output = pamtester("open_session")
        assert result == NO_SESSION and "dossier personnel" in output
        assert kiosk_mounts() == set()
        assert (STATE / f"{USER}.lock").read_text() == ""
    finally:
        HOME.unlink()
        kept.rename(HOME)


def test_a_home_that_is_exchanged_during_a_session_is_noticed():
    kept = HOME.with_name("kept")
    session = OpenSession()
    HOME.rename(kept)  # its name moves; the session's file system stays on the folder
    HOME.mkdir()
    (HOME / "planted").touch()
    assert session.close() == Pam.SESSION_ERR
    assert record()["wipe"] == "failed"
    (HOME / "planted").unlink()
    HOME.rmdir()
    kept.rename(HOME)
    for name in SKELETON:
        (HOME / name).rename(f"/home/{name}")
    assert pamtester("open_session", "close_session")[0] == "ok"
    for name in SKELETON:
        pathlib.Path("/home", name).rename(HOME / name)


# What a session finds in the folders of / that hold more than the system: all else is covered. None: as on the machine.
SEEN = {
    "/": {"bin", "dev", "etc", "lib", "lib32", "lib64", "libx32", "proc", "run", "sbin", "sys", "tmp", "usr", "var"},
    "/run": {"NetworkManager", "dbus", "nscd", "resolvconf", "systemd", "user"},
    "/run/systemd": {"resolve"},
    "/var": {"cache", "lib", "tmp"},
    "/var/cache": {"fontconfig"},
    "/var/lib": {"dbus"},
}
FILLED = ("/srv/secret", "/opt/secret", "/root/secret", "/home/other/secret", "/media/usb/secret", "/mnt/secret",
          "/run/secret", "/run/user/0/secret", "/run/systemd/secret", "/var/log/secret", "/var/spool/secret", "/var/lib/secret",
          "/var/tmp/secret", "/tmp/secret", "/dev/shm/secret", "/new-folder/secret")


def test_a_session_sees_what_is_on_a_list_and_nothing_else():
    def work(pam):
        for folder, names in SEEN.items():
            if not os.path.isdir(folder):
                continue
            for name in set(os.listdir(folder)) - names:
                path = os.path.join(folder, name)
                is_file_of_root = folder == "/" and os.path.isfile(path)
                assert os.path.islink(path) or is_file_of_root or (os.path.isdir(path) and covers(path)), path
        assert [path for path in FILLED if os.path.exists(path)] == []
        lines = [line.split(" - ")[0].split() for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines()]
        assert not [fields for fields in lines if any(word.startswith("shared:") for word in fields[6:])]

    def covers(path):
        """Nothing below, or only a way to the session's own home."""
        return all(str(HOME).startswith(os.path.join(top, name)) for top, folders, files in os.walk(path) for name in folders + files)

    for name in FILLED:
        pathlib.Path(name).parent.mkdir(parents=True, exist_ok=True)
        pathlib.Path(name).write_text("secret")
    machine = pathlib.Path("/proc/self/mountinfo").read_text()
    session = OpenSession(work)
    try:
        assert pathlib.Path("/proc/self/mountinfo").read_text() == machine  # nothing leaks out of its view
        found = subprocess.run(["nsenter", f"--target={session.pid}", "--mount", "find", "/", "-xdev", "-name", "secret"],
                               capture_output=True, text=True).stdout
        assert found == ""
    finally:
        assert session.close() == Pam.SUCCESS
        for name in FILLED:
            pathlib.Path(name).unlink()
