"""Between two sessions: what the screen shows, picture by picture. KIOSK_TURNS=50 is the long form.

Runs as: root, in a throw-away machine (tests/integration/in-machine).
"""
import os

from e2e_rig import Kiosk, prepare
from turn_around_rig import OLD, Recorder, turn

TURNS = int(os.environ.get("KIOSK_TURNS", "5"))


def test_the_old_page_never_comes_back_and_the_screen_says_what_happens():
    prepare("stand-in")
    with Kiosk() as kiosk:
        kiosk.opened()
        recorder = Recorder(kiosk.outer.environment)
        turns = [turn(kiosk, recorder) for _ in range(TURNS)]
        recorder.close()
    told = 0
    for number, one in enumerate(turns):
        name = f"turn {number}"
        assert one.shown.old >= OLD, name  # the recorder does see the page
        assert [frame for frame in one.frames if frame.old >= OLD] == [], name
        said = [frame.at for frame in one.frames if frame.at >= one.closed and frame.is_notice()]
        told += bool(said)
        between = [frame for frame in one.frames if one.closed <= frame.at < min(said, default=one.closed)]
        assert all(frame.is_empty() for frame in between), f"{name}: {between}"
    # On a machine that is out of breath the browser's window may be there before the notice.
    assert told > TURNS // 2, f"the screen said {told} times that the session was erased"
    print("turn-around, end to next login page painted:", sorted(one.milliseconds() for one in turns), "ms;",
          "old page gone after", sorted(round((one.gone.at - one.ended) * 1000) for one in turns), "ms")
