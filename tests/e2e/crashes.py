"""Every process of a session, killed, crashed or stopped at some moment: what dies or hangs is noticed, the session
ends wiped, and a fresh login page comes. KIOSK_CRASHES=200 is the long form.

Runs as: root, in a throw-away machine (tests/integration/in-machine).
"""
import os
import pathlib
import random
import signal
import subprocess

from e2e_rig import Kiosk, prepare, processes
from pam_rig import kiosk_mounts

CRASHES = int(os.environ.get("KIOSK_CRASHES", "20"))
SEED = int(os.environ.get("KIOSK_SEED", str(random.randrange(1 << 32))))
NOTICED = 90  # seconds: a watchdog's 30, on a machine that is out of breath
ENDS = {  # what dies or hangs ends the session: program → what the report may say
    "kiosk-session": ("crash-session",),
    "kiosk-browser": ("crash-browser",),
    "WebKitNetworkProcess": ("crash-browser",),
    "WebKitWebProcess": ("crash-browser",),
    "Xephyr": ("crash-x", "crash-session", "crash-browser"),
    "process 1": ("crash-session",),
}
HEALS = ("bwrap", "dunst", "dbus-daemon", "Xvfb", "kiosk-proxy", "kiosk-logind")  # started again, or done without
# Of those that hang, these are watched; the others hold up nothing, and the end by a key works.
WATCHED = ("kiosk-session", "kiosk-browser", "Xephyr")
MOMENTS = ("kiosk-session: state starting", "browser window shown", "state ready", "state ready")
# WebKit's JavaScript takes a SIGSEGV from outside for one of its own traps, and goes on; this one it does not.
JAVASCRIPT = ("WebKitWebProcess", "WebKitNetworkProcess", "kiosk-browser")
SIGNALS = (signal.SIGKILL, signal.SIGSEGV, signal.SIGSTOP)


def of_root(name):
    return [int(pid) for pid in subprocess.run(["pgrep", "-x", name], capture_output=True, text=True).stdout.split()]


def victims(name):
    if name == "process 1":
        return sorted(pid for pid, words in processes().items() if words[0] == "/usr/sbin/kiosk-launch")
    if name in ("Xephyr", "kiosk-proxy", "kiosk-logind"):
        return of_root(name)
    found = sorted(processes(name))
    # The oldest has the page; WebKit keeps another one in reserve. What the others start has their name at first.
    return found[:1] if name in ("kiosk-session", "kiosk-browser", "WebKitWebProcess") else found


def cases():
    """Each program with each signal, in a random order, as often as it takes."""
    table = [(name, number) for name in (*ENDS, *HEALS) for number in SIGNALS
             if not (name == "process 1" and number != signal.SIGKILL)]  # the kernel keeps the others from it
    random.seed(SEED)
    chosen = []
    while len(chosen) < CRASHES:
        random.shuffle(table)
        chosen += table
    return chosen[:CRASHES]


def opened(kiosk, until):
    """The number of the next session, once it has come as far as UNTIL."""
    number, _ = kiosk.log.wait_for_all(r"session (\d+): open", until, seconds=NOTICED)
    return number[1]


def end(number):
    """As root; nothing when the session has ended by itself."""
    told = subprocess.run(["kioskctl", "status"], capture_output=True, text=True).stdout
    if f"session={number}\n" in told and "state=open\n" in told:
        subprocess.run(["kioskctl", "end"], capture_output=True)


def strike(name, number):
    found = victims(name)
    if not found:
        return False  # it has not begun, or is not there
    if number == signal.SIGSEGV and name in JAVASCRIPT:
        number = signal.SIGABRT
    print(f"crash: {name} {signal.Signals(number).name}", flush=True)
    try:
        os.kill(random.choice(found), number)
    except ProcessLookupError:
        return False
    return True


def expected(name, number):
    """The reasons that the report may give; None: nothing ends by itself."""
    if number == signal.SIGSTOP and name not in WATCHED:
        return None
    return ENDS.get(name)


def over(kiosk, session):
    line = kiosk.log.wait_for(rf"session {session}: ended (.*)", NOTICED)[1]
    return dict(word.split("=", 1) for word in line.split() if "=" in word)


def test_whatever_dies_or_hangs_the_session_ends_wiped_and_the_next_one_comes():
    prepare("stand-in")
    print(f"KIOSK_SEED={SEED}")
    wrong, struck = [], 0
    with Kiosk() as kiosk:
        for name, number in cases():
            # Before there is a page nobody has logged in, and the network process may go without a word.
            session = opened(kiosk, "state ready" if name == "WebKitNetworkProcess" else random.choice(MOMENTS))
            hit = strike(name, number)
            reasons = expected(name, number) if hit else None
            if reasons is None:
                end(session)
            ended = over(kiosk, session)
            struck += hit
            if ended["wipe"] != "ok" or (reasons and ended["reason"] not in reasons):
                wrong.append(f"{name} {signal.Signals(number).name}: {ended}")
            if ended["reason"].startswith("crash"):  # one in order, or the launcher would wait longer and longer
                session = opened(kiosk, "state starting")
                end(session)
                over(kiosk, session)
        opened(kiosk, "state ready")
    print(f"{struck} of {CRASHES} processes struck")
    assert struck > CRASHES // 2
    assert not wrong, "\n".join(wrong)
    assert processes() == {} and kiosk_mounts() == set()
    assert not list(pathlib.Path("/home/kiosk").iterdir())
