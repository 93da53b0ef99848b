"""The part of `power-cut` that runs inside of the machine: a session full of canaries, and pressure on its memory.

Runs as: root, in a whole machine. Usage: power_cut_task.py
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
sys.path.insert(0, str(TESTS / "integration"))
import pam_rig  # noqa: E402

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


def lock():
    """This process knows the canaries by right."""
    assert ctypes.CDLL(None).mlockall(3) == 0


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


def open_session(canaries):
    pam_rig.prepare()
    account = pwd.getpwnam(pam_rig.USER)

    def work(pam):
        lock()
        hold(canaries, str(pam_rig.HOME), "/tmp", "/dev/shm", user=account.pw_uid, group=account.pw_gid, cwd="/")
    return pam_rig.OpenSession(work)


def main():
    canaries, control = prefix(), prefix()
    print("power-cut:", os.uname().release, flush=True)
    subprocess.run(["mkswap", "/dev/vdc"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["swapon", "/dev/vdc"], check=True)
    lock()
    unguarded = hold(control, "/run")
    session = open_session(canaries)
    pids = pam_rig.processes()
    print("power-cut: session", len(pids), "processes", flush=True)
    press(unguarded.pid)
    print("power-cut: KiB swapped of the control", swapped_kib(unguarded.pid), "and of the session",
          sum(map(swapped_kib, pids)), flush=True)
    subprocess.run(["sync"], check=True)
    print(f"power-cut: now {canaries} {control}", flush=True)
    signal.pause()
    session.close()


main()
