"""What the kernel and the machine's services can keep for an account beyond its processes and files.

Runs as: root, in a throw-away machine. The PAM application has no namespaces for IPC, as a display manager.
"""
import os
import pathlib
import pwd
import subprocess
import sys
import time

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))
from pam_rig import (USER, OpenSession, Pam, as_user, assert_nothing_left, pamtester, prepare,  # noqa: E402
                     record)

UID = "61234"
SKELETON = sorted(os.listdir("/etc/skel"))

# System calls by number: 248 add_key, 250 keyctl, on x86-64.
LEAVE = r'''
import ctypes, os, subprocess
libc = ctypes.CDLL("libc.so.6", use_errno=True)
libc.syscall.restype = ctypes.c_long
for keyring in (-4, -5, libc.syscall(250, 22, -1, -2)):  # user, user session, persistent
    if keyring != -1:
        assert libc.syscall(248, b"user", b"canary-key", b"canary", 6, ctypes.c_long(keyring)) > 0
assert libc.mq_open(b"/canary", os.O_CREAT | os.O_WRONLY, 0o600, None) >= 0
subprocess.run(["ipcmk", "--shmem", "4096", "--queue", "--semaphore", "2"], check=True, stdout=subprocess.DEVNULL)
'''

LOOK = r'''
import ctypes
libc = ctypes.CDLL("libc.so.6", use_errno=True)
libc.syscall.restype = ctypes.c_long
print([libc.syscall(250, 10, ctypes.c_long(keyring), b"user", b"canary-key", 0) for keyring in (-4, -5)])
'''


@pytest.fixture(autouse=True)
def machine():
    prepare()
    # The kernel has one keyring for a number, whatever machine of this test's kind it is used in.
    subprocess.run(["usermod", "--uid", UID, USER], check=True, capture_output=True)
    yield
    assert_nothing_left(SKELETON)


def ipc_objects():
    uid = pwd.getpwnam(USER).pw_uid
    owners = {"shm": 7, "msg": 7, "sem": 4}
    return sum(int(line.split()[column]) == uid for name, column in owners.items()
               for line in pathlib.Path("/proc/sysvipc", name).read_text().splitlines()[1:])


def queues():
    folder = pathlib.Path("/run/queues")
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "mqueue", "none", folder], check=True)
    try:
        return os.listdir(folder)
    finally:
        subprocess.run(["umount", folder], check=True)


def keys():
    """Whether the key is found in the user's and the user's session keyring, as the account sees it."""
    return as_user("/usr/bin/python3", "-c", LOOK, stdout=subprocess.PIPE, text=True).communicate()[0].strip()


def test_what_the_kernel_keeps_is_removed():
    def work(pam):
        assert as_user("/usr/bin/python3", "-c", LEAVE).wait() == 0
    session = OpenSession(work)
    assert ipc_objects() == 3 and queues() == ["canary"] and "-1" not in keys()
    assert session.close() == Pam.SUCCESS
    assert ipc_objects() == 0 and queues() == [] and keys() == "[-1, -1]"
    assert "canary" not in pathlib.Path("/proc/keys").read_text()
    assert record()["wipe"] == "ok"


JOBS = {
    "cron job": ("/var/spool/cron/crontabs/kiosk", b"* * * * * true\n", "root"),
    "at job": ("/var/spool/cron/atjobs/a0000101c1b1f2", b"true\n", USER),
    "mail": ("/var/mail/kiosk", b"From kiosk\n", USER),
    "print job": ("/var/spool/cups/c00001", b"\x01\x01job-originating-user-name\x00\x05kiosk", "root"),
    "file": ("/var/tmp/left", b"canary", USER),
}


@pytest.mark.parametrize("kind", JOBS)
def test_what_the_services_keep_is_a_failed_wipe(kind):
    name, content, owner = JOBS[kind]
    path = pathlib.Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    session = OpenSession()
    path.write_bytes(content)
    os.chown(path, pwd.getpwnam(owner).pw_uid, -1)
    assert session.close() == Pam.SESSION_ERR
    assert (record()["wipe"], record()["why"]) == ("failed", f"{kind} left: EBUSY")
    result, output = pamtester("open_session")
    assert result != "ok" and "hors service" in output
    path.unlink()
    assert pamtester("open_session", "close_session")[0] == "ok"


def test_what_was_there_before_is_the_administrators():
    mailbox = pathlib.Path("/var/mail/kiosk")
    mailbox.write_bytes(b"From root\n")
    while int(time.time()) <= int(mailbox.stat().st_ctime):  # records count in seconds
        time.sleep(0.05)
    assert pamtester("open_session", "close_session")[0] == "ok"
    assert record()["wipe"] == "ok"
    mailbox.write_bytes(b"")
