"""Starts each contender in turn, again and again, and prints the medians and their ratios.

Runs as: root, inside tests/throw-away-machine (by tests/bench/bench); the contenders as an account made for it.
"""
import argparse
import base64
import json
import os
import pathlib
import shutil
import ssl
import statistics
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS / "integration"))
from browser_rig import PROGRAM, RUN_DIR, START, account, start_servers  # noqa: E402

MARKER = "#1f3a6e"  # the button of the stand-in's login page
POLICY = pathlib.Path("/etc/webmail-kiosk/policy.conf")
GOALS = [  # contender, other, what is compared (0: time, 1: memory), highest ratio
    ("kiosk-browser", "bare", 0, 1.10),
    ("kiosk-browser", "chromium", 0, 0.65),
    ("kiosk-browser", "chromium", 1, 0.50),
]


def read_arguments():
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--peers", action="store_true", help="install chromium from the package cache, and compare")
    parser.add_argument("--runs", type=int, default=9)
    return parser.parse_args()


def contenders(build, user, peers):
    """name → (environment, options of paint-time, command). Bare windows are the fastest there are."""
    runtime = pathlib.Path(f"/run/user/{user.pw_uid}")
    runtime.mkdir(parents=True, exist_ok=True)
    runtime.chmod(0o700)
    os.chown(runtime, user.pw_uid, user.pw_gid)
    common = {"HOME": user.pw_dir, "USER": user.pw_name, "LOGNAME": user.pw_name, "PATH": "/usr/bin:/bin",
              "LANG": "C.UTF-8", "XDG_RUNTIME_DIR": str(runtime)}
    soft = common if list(pathlib.Path("/dev/dri").glob("renderD*")) else {**common, "WEBKIT_DISABLE_DMABUF_RENDERER": "1"}
    bare = shutil.copy(build / "tests/bench/bare-window", "/usr/local/bin")
    found = {
        "bare": (soft, [], [bare, START]),
        "bare-sandboxed": (soft, [], [bare, "--sandbox", START]),
        "kiosk-browser": (common, ["--channel"], [PROGRAM, "--channel-fd=3"]),
    }
    if peers:
        found["chromium"] = (common, [], [
            "chromium", "--kiosk", "--incognito", "--no-first-run", "--window-size=1280,800", "--window-position=0,0", START])
    return found


def install_chromium():
    done = subprocess.run(["apt-get", "install", "--no-download", "--yes", "--no-install-recommends", "chromium"],
                          env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"bench: chromium cannot be installed:\n{done.stderr}")
    # It has a store of authorities of its own.
    authority = ssl.PEM_cert_to_DER_cert((pathlib.Path(RUN_DIR) / "certificates/ca.pem").read_text())
    policies = pathlib.Path("/etc/chromium/policies/managed")
    policies.mkdir(parents=True, exist_ok=True)
    (policies / "test-authority.json").write_text(
        json.dumps({"CACertificates": [base64.b64encode(authority).decode()]}))


def measure(build, user, contender):
    environment, options, command = contender
    done = subprocess.run(
        [build / "tests/bench/paint-time", f"--color={MARKER}", *options, "--", "setpriv", f"--reuid={user.pw_uid}",
         f"--regid={user.pw_gid}", "--clear-groups", "--", *command],
        env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"bench: {command[0]} paints nothing:\n{done.stderr}")
    milliseconds, kibibytes = map(float, done.stdout.split())
    return milliseconds, kibibytes / 1024


def main():
    options = read_arguments()
    subprocess.run(["meson", "install", "--no-rebuild", "-C", options.build], check=True, stdout=subprocess.DEVNULL)
    start_servers("stand-in")
    POLICY.parent.mkdir(mode=0o755, exist_ok=True)
    shutil.copy(TESTS / "webmail/stand-in.conf", POLICY)
    if options.peers:
        install_chromium()
    user = account()
    field = contenders(options.build, user, options.peers)
    results = {name: [] for name in field}
    for name in field:
        measure(options.build, user, field[name])  # once for the page cache
    for _ in range(options.runs):  # side by side, so that a busy machine is busy for all
        for name in field:
            results[name].append(measure(options.build, user, field[name]))

    medians = {name: [statistics.median(column) for column in zip(*runs)] for name, runs in results.items()}
    print(f"median of {options.runs} runs each, side by side")
    for name, (milliseconds, mebibytes) in medians.items():
        times = [run[0] for run in results[name]]
        print(f"  {name:16} {milliseconds:6.0f} ms ({min(times):.0f} to {max(times):.0f}), PSS {mebibytes:4.0f} MiB")
    for name in medians:
        if name != "kiosk-browser":
            time, memory = (ours / other for ours, other in zip(medians["kiosk-browser"], medians[name]))
            print(f"  kiosk-browser / {name:16} time {time:.2f}, PSS {memory:.2f}")
    missed = [goal for goal in GOALS if goal[1] in medians and
              medians[goal[0]][goal[2]] / medians[goal[1]][goal[2]] > goal[3]]
    for ours, other, column, ratio in missed:
        print(f"  missed: {ours} / {other} {('time', 'PSS')[column]} <= {ratio:.2f}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
