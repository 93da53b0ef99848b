#!/usr/bin/python3
"""How long the wipe of a session takes, beside `rm -rf` of the same tree on a disk.

Runs as: root, in a throw-away machine on a disk image. Usage: wipe-time.py [FILES [MEBIBYTES [ROUNDS]]]
"""
import os
import pathlib
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))
from pam_rig import GOOD, HOME, OpenSession, Pam, prepare, record, write_policy  # noqa: E402

POLICY = GOOD.replace("home-size = 64M", "home-size = 4G").replace("home-files = 4096", "home-files = 1048576")
ON_DISK = pathlib.Path("/var/tree")


def fill(folder, files, mebibytes):
    content = os.urandom((mebibytes << 20) // files)
    for number in range(files):
        if number % 1000 == 0:
            below = folder / str(number)
            below.mkdir(parents=True)
        (below / str(number)).write_bytes(content)


def rm_ms(files, mebibytes):
    fill(ON_DISK, files, mebibytes)
    subprocess.run(["sync", "--file-system", ON_DISK], check=True)
    pathlib.Path("/proc/sys/vm/drop_caches").write_text("3")  # as it is when a session of an hour is over
    started = time.monotonic()
    subprocess.run(["rm", "-rf", ON_DISK], check=True)
    return (time.monotonic() - started) * 1000


def close_ms(work):
    """From the call of pam_close_session to its return: killed, unmounted, verified and recorded."""
    session = OpenSession(work)
    started = time.monotonic()
    assert session.close() == Pam.SUCCESS
    took = (time.monotonic() - started) * 1000
    assert record()["wipe"] == "ok"
    return took


def main(files=100_000, mebibytes=1024, rounds=3):
    prepare()
    write_policy(POLICY)
    kinds = {
        "empty session": lambda: close_ms(lambda pam: None),
        "full session": lambda: close_ms(lambda pam: fill(HOME, files, mebibytes)),
        "rm -rf on disk": lambda: rm_ms(files, mebibytes),
    }
    times = {name: statistics.median(kind() for _ in range(rounds)) for name, kind in kinds.items()}
    print(f"{mebibytes} MiB in {files} files, median of {rounds}:")
    for name, milliseconds in times.items():
        print(f"{name:16}{milliseconds:10.1f} ms{milliseconds / times['rm -rf on disk']:10.3f} of rm -rf")
    return 0 if times["full session"] < times["rm -rf on disk"] else 1


sys.exit(main(*(int(word) for word in sys.argv[1:])))
