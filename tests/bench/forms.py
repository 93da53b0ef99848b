"""What the script for login pages costs: on a page of 5,000 elements that draws itself anew, and on the login page.

Runs as: root, inside tests/throw-away-machine (by tests/bench/bench); the windows as an account made for it.
"""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys

import bench
from browser_rig import START, Display, account, start_servers

HERE = pathlib.Path(__file__).parent
PAGE = pathlib.Path("/tmp/rerender.html")
RUNS = 5
HIGHEST = 1.15  # of the ratios of processor time
WAYS = {"without": [], "with": ["--login-forms"]}


def web_process_seconds():
    """The processor's time that web processes have had: it depends less on a busy machine than the clock."""
    ticks = 0
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            name, fields = stat.read_text().split("(", 1)[1].rsplit(")", 1)
        except OSError:
            continue
        if name.startswith("WebKitWebProc"):
            ticks += sum(map(int, fields.split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def rerender(program, options, user, environment, display):
    """Milliseconds of the web process, for all anew and for part by part."""
    process = subprocess.Popen(
        ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--", program, *options,
         "--titles", PAGE.as_uri()], env={**environment, "DISPLAY": display.name}, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True)
    with process:
        at = {line.strip(): web_process_seconds() for line in iter(process.stdout.readline, "done\n")}
        at["done"] = web_process_seconds()
        process.kill()
    return [1000 * (at["parts"] - at["all"]), 1000 * (at["done"] - at["parts"])]


def main():
    build = pathlib.Path(sys.argv[1])
    subprocess.run(["meson", "install", "--no-rebuild", "-C", build], check=True, stdout=subprocess.DEVNULL)
    start_servers("stand-in")
    user = account()
    program = shutil.copy(build / "tests/bench/page-window", "/usr/local/bin")
    shutil.copy(HERE / "rerender.html", PAGE)
    environment = bench.contenders(build, user, False)["bare"][0]
    display = Display()
    results = {way: [] for way in WAYS}
    for run in range(RUNS + 1):  # side by side; the first warms the machine up
        for way, options in WAYS.items():
            painted, _ = bench.measure(build, user, (environment, [], [program, *options, START]))
            times = [*rerender(program, options, user, environment, display), painted]
            if run:
                results[way].append(times)
    display.close()

    medians = {way: [statistics.median(column) for column in zip(*runs)] for way, runs in results.items()}
    missed = False
    print(f"the script for login pages: median of {RUNS} runs each, side by side")
    for column, name in enumerate(["5,000 elements anew, processor", "their parts anew, processor", "login page painted"]):
        without, with_it = (medians[way][column] for way in ("without", "with"))
        missed |= column < 2 and with_it / without > HIGHEST
        least = [min(run[column] for run in results[way]) for way in ("without", "with")]
        print(f"  {name:30} {without:6.0f} ms without, {with_it:6.0f} ms with: ratio {with_it / without:.2f} "
              f"(of the fastest: {least[1] / least[0]:.2f})")
    return int(missed)


sys.exit(main())
