"""The part of `power-cut` that runs inside of the machine: a session full of canaries, and pressure on its memory.

Runs as: root, in a whole machine. Usage: power_cut_task.py files|webmail
"""
import ctypes
import os
import pathlib
import pwd
import secrets
import signal
import string
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "integration"), str(TESTS / "residue")]
import pam_rig  # noqa: E402
import story  # noqa: E402

GROUPS = pathlib.Path("/sys/fs/cgroup")
TEST_GROUP = GROUPS / "test"  # of the test's own: never swapped out either
SLOW = 600  # seconds; this machine is emulated

HOLD = r"""
import sys
prefix = sys.stdin.readline().strip()
held = [(prefix + "memory%d" % number).encode() * 100 for number in range(2000)]
for place in sys.argv[1:]:
    with open(place + "/canary", "wb") as file:
        file.write((prefix + "file ").encode() * 500000)
print("held", flush=True)
sys.stdin.readline()
"""


PRESS = r"""
import mmap, os, re, sys, time
blocks, block = [], os.urandom(4096) * 256
def swapped():
    found = re.search(r"VmSwap:\s+(\d+)", open(f"/proc/{sys.argv[1]}/status").read())
    return found and int(found[1]) > 4000
while not swapped() and len(blocks) < 1900:
    blocks.append(mmap.mmap(-1, 1 << 20))
    blocks[-1].write(block)
print(len(blocks), "MiB of pressure", flush=True)
time.sleep(10000)
"""


def prefix():
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(12))


def enter(group):
    (group / "cgroup.procs").write_text("0")


def own_group():
    path = pathlib.Path("/proc/self/cgroup").read_text().split("0::/", 1)[1].strip()
    return GROUPS / path


def lock():
    """This process knows the canaries by right."""
    assert ctypes.CDLL(None).mlockall(3) == 0


def make_test_group():
    (GROUPS / "cgroup.subtree_control").write_text("+memory")
    TEST_GROUP.mkdir()
    (TEST_GROUP / "memory.swap.max").write_text("0")


def hold(canaries, *places, **account):
    process = subprocess.Popen(["/usr/bin/python3", "-c", HOLD, *places], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               text=True, **account)
    process.stdin.write(canaries + "\n")
    process.stdin.flush()
    assert process.stdout.readline() == "held\n"
    return process


def swapped_kib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmSwap:"):
            return int(line.split()[1])
    return 0


def press(victim):
    """Fills the memory until 4 MiB of VICTIM are on the swap disk; by a process that knows no canary."""
    process = subprocess.Popen(["/usr/bin/python3", "-c", PRESS, str(victim)], stdout=subprocess.PIPE, text=True)
    print("power-cut:", process.stdout.readline().strip(), flush=True)


def files_session(canaries):
    pam_rig.prepare()
    account = pwd.getpwnam(story.USER)

    def work(pam):
        lock()
        pid = hold(canaries, str(pam_rig.HOME), "/tmp", "/dev/shm", user=account.pw_uid, group=account.pw_gid, cwd="/")
        pathlib.Path("/dev/kmsg").write_text(f"session {pid.pid}\n")
    return pam_rig.OpenSession(work)


def webmail_session(canaries):
    story.DEADLINE = SLOW
    enter(TEST_GROUP)
    mails = pathlib.Path("/run/mails")
    mails.mkdir()
    (mails / "canary.eml").write_text(story.MAIL.format(prefix=canaries))
    subprocess.run(["useradd", "--create-home", story.USER], check=True)
    subprocess.run([TESTS / "webmail" / "up", "--password", f"{canaries}password", "--mails", mails], check=True)
    enter(HOME_GROUP)
    text = (TESTS / "webmail" / "stand-in.conf").read_text().replace("idle-timeout = 3min", "idle-timeout = 1h")
    story.POLICY.parent.mkdir(exist_ok=True)
    story.POLICY.write_text(text + "\n[account]\nusers = kiosk\n")
    site = story.Site()
    kiosk = story.Kiosk()
    kiosk.wait_until_ready()
    print("power-cut: ready", flush=True)
    print("power-cut: filled", sorted(story.visit(kiosk, site, canaries, "00")), flush=True)
    return kiosk


HOME_GROUP = own_group()


def main(kind):
    canaries, control = prefix(), prefix()
    print("power-cut:", os.uname().release, HOME_GROUP, flush=True)
    subprocess.run(["mkswap", "/dev/vdc"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["swapon", "/dev/vdc"], check=True)
    lock()
    make_test_group()
    unguarded = hold(control, "/run")
    session = {"files": files_session, "webmail": webmail_session}[kind](canaries)
    pids = story.of_account()
    print("power-cut: session", len(pids), "processes", flush=True)
    press(unguarded.pid)
    print("power-cut: KiB swapped of the control", swapped_kib(unguarded.pid), "and of the session",
          sum(map(swapped_kib, pids)), flush=True)
    subprocess.run(["sync"], check=True)
    print(f"power-cut: now {canaries} {control}", flush=True)
    signal.pause()
    return session


main(sys.argv[1])
