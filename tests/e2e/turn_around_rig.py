"""From one person to the next, as the screen shows it: every change of it is looked at.

Runs as: root, in a throw-away machine where the project is installed.
"""
import dataclasses
import os
import pathlib
import subprocess
import threading
import time

from e2e_rig import DEADLINE, log_in

BUILD = pathlib.Path(os.environ["KIOSK_BUILD"])
# Of the mailbox alone; the button of the login page; nothing at all; a notice's paper and its letters.
COLOURS = {"old": "#e6edf8", "login": "#1f3a6e", "black": "#000000", "ground": "#f6f6f6", "card": "#ffffff",
           "accent": "#000091"}
PIXELS = 1280 * 800
OLD, LOGIN, NOTICE = 200, 4000, 800  # pixels that make the page, the page, the notice


@dataclasses.dataclass
class Frame:
    at: float  # time.monotonic()
    old: int
    login: int
    black: int
    ground: int
    card: int
    accent: int

    def is_notice(self):
        return self.accent >= NOTICE and self.ground + self.card > PIXELS * 9 // 10

    def is_empty(self):
        return self.black + self.ground > PIXELS * 95 // 100


class Recorder:
    def __init__(self, environment):
        self.frames, self._changed = [], threading.Condition()
        self.process = subprocess.Popen([BUILD / "tests/bench/screen-log", *COLOURS.values()], env=environment,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            milliseconds, *counts = map(int, line.split())
            with self._changed:
                self.frames.append(Frame(milliseconds / 1000, *counts))
                self._changed.notify_all()

    def wait_for(self, wanted, since):
        """The first frame from SINCE on that is WANTED."""
        deadline = time.monotonic() + DEADLINE
        with self._changed:
            while True:
                for frame in self.frames:
                    if frame.at >= since and wanted(frame):
                        return frame
                assert time.monotonic() < deadline, "the screen does not come to show it"
                self._changed.wait(1)

    def between(self, start, end):
        with self._changed:
            return [frame for frame in self.frames if start <= frame.at <= end]

    def close(self):
        self.process.stdin.close()
        self.process.wait(DEADLINE)


@dataclasses.dataclass
class Turn:
    shown: Frame     # the person's mailbox
    ended: float     # when the person ended
    gone: Frame      # the first picture without it
    closed: float    # when root had verified the wipe
    painted: Frame   # the next person's login page
    frames: list     # from gone to painted

    def milliseconds(self):
        return round((self.painted.at - self.ended) * 1000)


def turn(kiosk, recorder):
    """One person in the mailbox, who ends; then the next person's page."""
    began = time.monotonic()
    log_in(kiosk)
    shown = recorder.wait_for(lambda frame: frame.old >= OLD, began)
    ended = time.monotonic()
    report = kiosk.end()
    closed = time.monotonic()
    assert report["wipe"] == "ok"
    gone = recorder.wait_for(lambda frame: frame.old == 0, ended)
    kiosk.opened()
    painted = recorder.wait_for(lambda frame: frame.login >= LOGIN, closed)
    return Turn(shown, ended, gone, closed, painted, recorder.between(gone.at, painted.at))
