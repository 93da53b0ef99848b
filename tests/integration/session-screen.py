"""What a session lets onto the screen, and what its processes get.

Runs as: root, in a throw-away machine.
"""
import os
import pathlib
import re
import subprocess

import pytest
from session_rig import DEADLINE, LIBEXEC, USER, Session, prepare

SCREENS = ["1024x600", "1280x800", "3840x2160"]


@pytest.fixture(scope="module", autouse=True)
def machine():
    prepare()


@pytest.fixture
def session():
    with Session() as started:
        yield started


@pytest.mark.parametrize("screen", SCREENS)
def test_the_browser_fills_the_screen(screen):
    width, height = map(int, screen.split("x"))
    with Session(screen) as session:
        assert session.windows()["stand-in browser"] == (0, 0, width, height)
        state = session.x_command("xprop", "-name", "stand-in browser", "_NET_WM_STATE")
        assert "_NET_WM_STATE_FULLSCREEN" in state


def test_a_new_screen_size_is_filled():
    with Session(server="Xephyr") as session:
        session.order("dialog")
        session.log.wait_for("dialog shown")
        session.x_command("xrandr", "-s", "1024x768")
        session.log.wait_for("screen of 1024x768")
        windows = session.windows()
        assert windows["stand-in browser"] == (0, 0, 1024, 768)
        x, _, width, _ = windows["stand-in dialog"]
        assert abs(x + width / 2 - 512) <= 2


def test_a_foreign_window_stays_hidden(session):
    foreign = subprocess.Popen(["xmessage", "foreign"], env=session.x_environment)
    session.log.wait_for("window refused: not the browser's")
    assert set(session.windows()) == {"stand-in browser"}
    foreign.kill()
    foreign.wait()


def test_a_second_main_window_stays_hidden(session):
    session.order("second")
    session.log.wait_for("window refused: a second main window")
    assert "stand-in second" not in session.windows()


def test_a_dialog_is_shown_in_the_middle_and_has_the_keyboard(session):
    session.order("dialog")
    session.log.wait_for("dialog shown")
    x, y, width, height = session.windows()["stand-in dialog"]
    assert abs(x + width / 2 - 640) <= 2 and abs(y + height / 2 - 400) <= 2
    focused = session.x_command("xdotool", "getwindowfocus", "getwindowname").strip()
    assert focused == "stand-in dialog"
    session.x_command("xdotool", "key", "Escape")
    session.x_command("xdotool", "search", "--sync", "--onlyvisible", "--name", "stand-in browser")


def test_a_menu_opens_above_the_browser(session):
    session.x_command("xdotool", "mousemove", "10", "10", "click", "1")
    session.order("menu")
    session.wait_for_window("kiosk-browser")


def test_the_browser_gets_the_environment_of_the_table_alone(session):
    session.order("environment")
    pairs = session.log.wait_for("stand-in: environment (.*)")[1].split("\x1f")
    environment = dict(pair.split("=", 1) for pair in pairs)
    decoy, cookie = environment.pop("KIOSK_DECOY_DISPLAY"), environment.pop("KIOSK_DECOY_XAUTHORITY")
    environment.pop("WEBKIT_DISABLE_DMABUF_RENDERER", None)
    assert environment.pop("LC_CTYPE", "C.UTF-8") == "C.UTF-8"  # Python's own doing
    assert set(environment) == {
        "PATH", "LANG", "LANGUAGE", "HOME", "USER", "LOGNAME", "XDG_RUNTIME_DIR", "DISPLAY", "XAUTHORITY",
        "DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS", "GSETTINGS_BACKEND", "GIO_USE_VFS", "GDK_BACKEND",
        "GTK_CSD", "GTK_USE_PORTAL", "GTK_IM_MODULE", "MESA_SHADER_CACHE_DISABLE", "GST_REGISTRY_DISABLE",
        "KIOSK_PREVIOUS_WIPE"}
    assert environment["LANGUAGE"] == "fr" and environment["KIOSK_PREVIOUS_WIPE"] == "1700000000"

    information = session.x_command("env", f"XAUTHORITY={cookie}", "xdpyinfo", "-display", decoy)
    assert "dimensions:    16x16 pixels" in information
    refused = subprocess.run(["xdpyinfo", "-display", decoy], env=session.x_environment, capture_output=True)
    assert refused.returncode != 0, "the decoy took the session's cookie"


def test_processes_are_confined(session):
    """Nobody inherits a descriptor too many; nobody can gain privileges or leave a core."""
    session.order("descriptors")
    descriptors = session.log.wait_for("stand-in: descriptors (.*)")[1].split()
    assert descriptors == ["0", "1", "2", "3", "4"], "4 is the listing's own"
    for component in ("kiosk-browser", "dbus-daemon", "accessibility bus", "decoy display"):
        process = pathlib.Path(f"/proc/{session.pid(component)}")
        assert "NoNewPrivs:\t1" in (process / "status").read_text()
        assert re.search(r"Max core file size +0 +0 ", (process / "limits").read_text())
    assert os.stat(f"/proc/{session.process.pid}/mem").st_uid == 0, "the session can be traced by its own account"


def test_the_bus_starts_nothing_and_has_one_name(session):
    def call(*arguments):
        return session.inside("gdbus", "call", "--session", "-d", "org.freedesktop.DBus", "-o",
                              "/org/freedesktop/DBus", "-m", *arguments)

    names = call("org.freedesktop.DBus.ListActivatableNames").stdout
    assert names == "(['org.freedesktop.DBus'],)\n"
    assert "AccessDenied" in call("org.freedesktop.DBus.RequestName", "org.example.Any", "0").stderr
    assert "AccessDenied" in call("org.freedesktop.DBus.Monitoring.BecomeMonitor", "[]", "0").stderr
    refused = subprocess.run(["gdbus", "call", "--address", f"unix:path={session.runtime}/bus", "-d",
                              "org.freedesktop.DBus", "-o", "/", "-m", "org.freedesktop.DBus.ListNames"],
                             capture_output=True, text=True, preexec_fn=lambda: os.setuid(65534))
    assert refused.returncode != 0, "another account reached the bus"


ACCESSIBILITY_PROBE = """
import pyatspi
found = [(app.name, child.name) for app in pyatspi.Registry.getDesktop(0) for child in app]
print(found)
"""


def test_assistive_technology_sees_the_browser(session):
    seen = session.inside("/usr/bin/python3", "-c", ACCESSIBILITY_PROBE)
    assert "('kiosk-browser', 'stand-in browser')" in seen.stdout, seen


@pytest.mark.parametrize("screen", SCREENS)
def test_the_notice_fills_the_screen_and_ends_on_demand(screen, tmp_path):
    with Session(screen) as session:
        notice = subprocess.Popen([LIBEXEC / "kiosk-screen", "--title=Session effacée", "--text=Un instant…"],
                                  env=session.x_environment)
        session.wait_for_window("Session effacée")
        width, height = map(int, screen.split("x"))
        assert session.windows()["Session effacée"] == (0, 0, width, height)
        notice.terminate()
        assert notice.wait(DEADLINE) == -15


def test_nothing_is_left_in_the_home(session):
    session.send("request-end logout-button")
    session.ended()
    home = pathlib.Path(f"/home/{USER}")
    assert not [path for path in home.rglob("*") if path.stat().st_mtime > session.started]
