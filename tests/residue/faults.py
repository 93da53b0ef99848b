"""A kill at every step of opening and closing a session: the next opening completes the wipe.

Runs as: root, in a throw-away machine. strace kills the PAM application at the system call that is
next, so nothing in the module knows of these tests.
"""
import os
import pathlib
import pwd
import re
import shutil
import signal
import subprocess
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))
from pam_rig import (DEADLINE, HOME, PROGRAM, STATE, USER, Launcher, OpenSession, Pam, as_user, assert_nothing_left,  # noqa: E402
                     kiosk_mounts, pamtester, prepare, processes, record, wait_for_end)

SKELETON = sorted(os.listdir("/etc/skel"))
# The system calls that change something; a kill before one that only looks is a kill before the next that does not.
CHANGES = ("mkdir,mkdirat,unshare,mount,umount2,setns,fsopen,fsconfig,fsmount,open_tree,move_mount,mount_setattr,"
           "mknod,mknodat,fchown,fchownat,chmod,fchmod,fchmodat,ftruncate,pwrite64,rename,renameat,renameat2,unlink,"
           "unlinkat,prlimit64,setrlimit,fcntl,setpriority,chdir,fchdir,clone,kill,pidfd_send_signal,keyctl")
COMMAND = ["pamtester", "-I", "tty=tty1", "kiosk-test", USER, "open_session", "close_session"]

WORK = 'import os, signal, sys\nopen(os.environ["HOME"] + "/secret", "w").write("canary")\n' \
       'print("session: up", os.environ.get("KIOSK_PREVIOUS_WIPE"), file=sys.stderr, flush=True)\nsignal.pause()\n'


@pytest.fixture(autouse=True)
def machine():
    prepare()
    yield
    assert_nothing_left(SKELETON)


def start_stray():
    """A process of the account's that no session knows."""
    process = as_user("sh", "-c", "echo up; exec sleep 1000", stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "up\n"
    return process


def steps():
    """(system call, how many of its kind it is) of each change from the first look at the records on."""
    trace = subprocess.run(["strace", "-o", "/dev/stdout", "-e", f"trace={CHANGES}", *COMMAND], capture_output=True,
                           text=True, check=True).stdout
    counts, found, is_ours = {}, [], False
    for name, arguments in re.findall(r"^(\w+)\((.*)$", trace, re.MULTILINE):
        counts[name] = counts.get(name, 0) + 1
        is_ours = is_ours or str(STATE) in arguments
        if is_ours:
            found.append((name, counts[name]))
    return found


def test_a_kill_at_any_step_is_made_good_by_the_next_opening():
    assert pamtester("open_session", "close_session")[0] == "ok"
    killed = unfinished = 0
    for name, number in steps():
        stray = start_stray()
        status = subprocess.run(["strace", "-o", "/dev/null", "-e", f"trace={name}", "-e",
                                 f"inject={name}:signal=SIGKILL:when={number}", *COMMAND],
                                capture_output=True).returncode
        where = f"killed before {name} number {number}"
        killed += status == -signal.SIGKILL
        left = (STATE / f"{USER}.lock").read_text()
        unfinished += left != ""
        assert kiosk_mounts() == set(), where  # they went with the namespace, whoever was to undo them
        result, output = pamtester("open_session", "close_session")
        assert result == "ok", f"{where}: {output}"
        assert (STATE / f"{USER}.lock").read_text() == "", where
        assert record()["wipe"] == "ok", where
        assert processes() == [], where
        stray.wait()
    print(f"\n{killed} kills, {unfinished} of them with a session under way")
    assert killed >= 60 and unfinished >= 40


# What is seen from outside when the launcher has come that far.
MOMENTS = {
    "display": lambda launcher: launcher.events.wait_for("^x-server ready"),
    "opened": lambda launcher: launcher.events.wait_for("^session 1: open"),
    "in use": lambda launcher: launcher.log.wait_for("session: up"),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_of_the_launcher_is_made_good_before_the_next_session_begins(moment):
    (STATE / f"{USER}.last").unlink(missing_ok=True)
    with Launcher(WORK, sessions=0) as launcher:
        MOMENTS[moment](launcher)
        mine = processes()
        launcher.process.kill()
        launcher.process.wait()
        assert all(wait_for_end(pid) for pid in mine)
    subprocess.run(["rm", "-f", STATE / "x-authority-7"], check=True)
    begun = (STATE / f"{USER}.lock").read_text() != ""
    with Launcher(WORK, sessions=0) as launcher:
        wiped = launcher.log.wait_for("session: up (.*)")[1]
        assert (wiped != "None") == begun  # the session's own program is told: the wipe was before it
        if begun:
            assert wiped == record()["end"] and record()["wipe"] == "ok"
        launcher.stop()
        assert launcher.ended()["wipe"] == "ok"


# What the launcher's children do between the birth of the leader and the session's program, and after its end.
OF_LAUNCHER = ("unshare", "setns", "prctl", "sethostname", "setdomainname", "mount", "setgroups", "setresuid", "seccomp",
               "keyctl", "close_range", "setsid", "move_mount", "umount2", "sigwaitinfo", "rt_sigtimedwait", "execve")
END = 'import os\nopen(os.environ["HOME"] + "/secret", "w").write("canary")\nos.write(3, b"reason=idle\\n")\nos._exit(34)\n'


def run_launcher_with_fault(name, number):
    """True when the fault came: every process of the launcher's is killed at its call of that NUMBER."""
    trace = pathlib.Path("/run/faults.trace")
    PROGRAM.write_text("#!/usr/bin/python3 -BI\n" + END)
    PROGRAM.chmod(0o755)
    process = subprocess.Popen(
        ["strace", "-f", "-o", trace, "-e", f"trace={name}", "-e", f"inject={name}:signal=SIGKILL:when={number}",
         "/usr/sbin/kiosk-launch", "--x-server=xvfb", "--sessions=1", "--screen=640x480x24"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True)
    for line in process.stdout:
        if line.startswith("waiting"):  # refused, or broken off: it would go on for ever
            for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
                if path.read_bytes().startswith(b"/usr/sbin/kiosk-launch\0"):
                    os.kill(int(path.parent.name), signal.SIGKILL)
            break
    process.wait(DEADLINE)
    process.stdout.close()
    for leftover in ("/tmp/.X11-unix/X7", "/tmp/.X7-lock", STATE / "x-authority-7"):
        pathlib.Path(leftover).unlink(missing_ok=True)
    return "killed by SIGKILL" in trace.read_text()


def test_a_kill_of_the_launchers_children_at_any_step_is_made_good_by_the_next_opening():
    faults = unfinished = 0
    for name in OF_LAUNCHER:
        for number in (1, 2, 3):
            if not run_launcher_with_fault(name, number):
                break
            where = f"killed at {name} number {number}"
            faults += 1
            left = (STATE / f"{USER}.lock").read_text() if (STATE / f"{USER}.lock").exists() else ""
            unfinished += left != ""
            result, output = pamtester("open_session", "close_session")
            assert result == "ok", f"{where}: {output}"
            assert (STATE / f"{USER}.lock").read_text() == "", where
            assert record()["wipe"] == "ok", where
            assert processes() == [] and kiosk_mounts() == set(), where
    print(f"\n{faults} faults, {unfinished} of them with a session under way")
    assert faults >= 20 and unfinished >= 8


GARBLED = {"NUL": b"\0", "one line": b"reason=idle\n", "long": b"x" * 4096, "twice": b"wipe=ok\n" * 2, "binary": b"\xff\xfe"}


@pytest.fixture
def fresh_records():
    """As after a boot: the lock is younger than the home folder."""
    shutil.rmtree(STATE, ignore_errors=True)
    assert pamtester("open_session", "close_session")[0] == "ok"
    yield
    shutil.rmtree(STATE)


def open_after_wipe():
    """A session that begins after one of which nobody saw the end; that one is on record as wiped, and this one told."""
    told, tell = os.pipe()

    def work(pam):
        assert os.listdir(HOME) == []
        os.write(tell, pam.getenv("KIOSK_PREVIOUS_WIPE").encode())
    session = OpenSession(work)
    last = record()
    assert (last["reason"], last["wipe"], last["why"]) == ("crash-session", "ok", "")
    assert os.read(told, 32).decode() == last["end"]
    os.close(told)
    os.close(tell)
    return session


@pytest.mark.parametrize("content", GARBLED)
@pytest.mark.parametrize("files", [("lock",), ("last",), ("lock", "last")], ids="+".join)
def test_a_record_that_says_nothing_is_a_session_that_is_wiped_first(fresh_records, files, content):
    for file in files:
        (STATE / f"{USER}.{file}").write_bytes(GARBLED[content])
    stray = start_stray()
    session = open_after_wipe()
    assert stray.wait(DEADLINE) == -signal.SIGKILL
    assert session.close() == Pam.SUCCESS
    assert record()["wipe"] == "ok"


@pytest.mark.parametrize("files", [("lock",), ("lock", "last")], ids="+".join)
def test_what_changed_in_the_home_counts_where_no_record_tells_what_it_was(fresh_records, files):
    (HOME / "written-below").touch()
    for file in files:
        (STATE / f"{USER}.{file}").write_bytes(b"?")
    result, output = pamtester("open_session")
    assert result != "ok" and "hors service" in output and "home folder changed: ENOTEMPTY" in output
    (HOME / "written-below").unlink()
    for name in SKELETON:
        shutil.move(HOME / name, f"/var/{name}")
    assert pamtester("open_session", "close_session")[0] == "ok"
    for name in SKELETON:
        shutil.move(f"/var/{name}", HOME / name)


def test_what_a_session_left_mounted_is_unmounted(fresh_records):
    source = f"webmail-kiosk:{pwd.getpwnam(USER).pw_uid}"
    for folder in (HOME, "/var/tmp", HOME, "/mnt/with a blank"):
        os.makedirs(folder, exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", source, folder], check=True)
    (STATE / f"{USER}.lock").write_bytes(b"?")
    session = open_after_wipe()
    assert session.close() == Pam.SUCCESS
    os.rmdir("/mnt/with a blank")
