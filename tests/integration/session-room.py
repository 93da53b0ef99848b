"""What a person is told when the session's memory is almost full.

Runs as: root, in a throw-away machine.
"""
import pathlib
import subprocess

import pytest
from session_rig import USER, Session, prepare

HOME = pathlib.Path("/home", USER)


@pytest.fixture(scope="module", autouse=True)
def small_home():
    """As PAM makes it, but smaller."""
    prepare()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16M,nr_inodes=1024,mode=1777", "room", HOME], check=True)
    yield
    subprocess.run(["umount", "--lazy", HOME], check=True)


def fill_with_bytes():
    (HOME / "full").write_bytes(bytes(15 << 20) + b"x" * (200 << 10))


def fill_with_files():
    for number in range(1000):
        (HOME / f"full{number}").touch()


@pytest.mark.parametrize("fill", [fill_with_bytes, fill_with_files])
def test_a_person_is_told_before_the_memory_of_the_session_is_full(fill):
    with Session() as session:
        assert not session.log.is_next("room low")
        fill()
        session.log.wait_for("kiosk-session: room low")
        session.wait_for_window("^Dunst$")
    for path in HOME.glob("full*"):
        path.unlink()
