#!/usr/bin/python3
"""How long from one person's end to the next person's login page, beside the start of a bare WebKit window.

Runs as: root. Usage: turn-around.py SOURCE-DIR BUILD-DIR [--runs=N]; all of it happens in a throw-away machine.
"""
import argparse
import os
import pathlib
import pwd
import shutil
import statistics
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parents[1]
START = "https://webmail.academie.example/iwc_static/layout/login.html?lang=fr"


def bare_start(build, bare, account, runtime):
    """Milliseconds until a bare window has painted the same page."""
    environment = {"HOME": account.pw_dir, "USER": account.pw_name, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
                   "XDG_RUNTIME_DIR": runtime}
    if not list(pathlib.Path("/dev/dri").glob("renderD*")):
        environment["WEBKIT_DISABLE_DMABUF_RENDERER"] = "1"
    done = subprocess.run(
        [build / "tests/bench/paint-time", "--color=#1f3a6e", "--", "setpriv", f"--reuid={account.pw_uid}",
         f"--regid={account.pw_gid}", "--clear-groups", "--", bare, START],
        env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[0])


def measure(build, runs):
    os.environ["KIOSK_BUILD"] = str(build)
    subprocess.run(["meson", "install", "--no-rebuild", "-C", build], check=True, stdout=subprocess.DEVNULL)
    sys.path[:0] = [str(TESTS / "e2e")]
    from e2e_rig import ACCOUNT, Kiosk, prepare
    from turn_around_rig import Recorder, turn
    prepare("stand-in")
    account = pwd.getpwnam(ACCOUNT)
    bare = shutil.copy(build / "tests/bench/bare-window", "/usr/local/bin")
    turns, starts = [], []
    runtime = pathlib.Path("/run/bare")
    runtime.mkdir(mode=0o700)
    os.chown(runtime, account.pw_uid, account.pw_gid)
    bare_start(build, bare, account, str(runtime))  # for the page cache
    for _ in range(runs):  # side by side, so that a busy machine is busy for both; a session admits no other process
        starts.append(bare_start(build, bare, account, str(runtime)))
    with Kiosk() as kiosk:
        kiosk.opened()
        recorder = Recorder(kiosk.outer.environment)
        for _ in range(runs):
            turns.append(turn(kiosk, recorder).milliseconds())
        recorder.close()
    for _ in range(runs):
        starts.append(bare_start(build, bare, account, str(runtime)))
    return turns, starts


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--inside", action="store_true")
    options = parser.parse_args()
    if not options.inside:
        os.execv(options.source / "tests/throw-away-machine", [
            "throw-away-machine", "--share", str(options.source), "--share", str(options.build), "--", "/usr/bin/python3", "-B",
            __file__, *sys.argv[1:], "--inside"])
    turns, starts = measure(options.build, options.runs)
    sys.stdout.flush()
    print(f"end to next login page painted: median of {len(turns)}: {statistics.median(turns):.0f} ms "
          f"({min(turns)} to {max(turns)})")
    print(f"bare WebKit window to the same page: median of {len(starts)}: {statistics.median(starts):.0f} ms")
    print(f"turn-around / bare start: {statistics.median(turns) / statistics.median(starts):.2f}")


main()
