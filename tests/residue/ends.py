"""The ends of a session: how each is brought about, and what the report must then say.

Runs as: root, in a throw-away machine.
"""
import contextlib
import dataclasses
import os
import pathlib
import signal
import subprocess
from typing import Callable

from story import DEADLINE, of_account, processes


@dataclasses.dataclass
class End:
    name: str
    bring_about: Callable  # of kiosk and site
    reasons: tuple         # what the report may give as reason
    in_short: tuple = ("stand-in",)  # where it is part of the short form
    is_launchers: bool = False  # kiosk-launch itself ends: nobody reports
    is_idle: bool = False  # under a policy of little patience
    places: tuple = ("stand-in", "Roundcube")  # where it can be brought about


def press_button(kiosk, site):
    kiosk.click(1150, 32)


def press_shortcut(kiosk, site):
    kiosk.key("ctrl+alt+End")


def log_out(kiosk, site):
    site.log_out(kiosk)


def fill_memory(kiosk, site):
    """The page takes more and more, until it is stopped."""
    site.click_until(kiosk, 100, 100, "/t/filling")


def wait_idle(kiosk, site):
    kiosk.log.wait_for("state warning", DEADLINE)


def stop_launcher(kiosk, site):
    kiosk.process.terminate()


def find(*words):
    """The account's processes whose command line has all WORDS."""
    commands = processes()
    return sorted(pid for pid in of_account() if all(word in " ".join(commands.get(pid, [])) for word in words))


def kill(*words):
    def bring_about(kiosk, site):
        found = find(*words)
        assert found, f"no process {words}"
        for pid in found:
            with contextlib.suppress(ProcessLookupError):  # with another of them, or a moment before
                os.kill(pid, signal.SIGKILL)
    return bring_about


def kill_then_button(*words):
    """What dies here is no end in itself; the person ends."""
    def bring_about(kiosk, site):
        kill(*words)(kiosk, site)
        press_button(kiosk, site)
    return bring_about


def kill_x_server(kiosk, site):
    pid, = (pid for pid, words in processes().items() if words[:2] == ["/usr/bin/Xephyr", ":7"])
    os.kill(pid, signal.SIGKILL)


def parent_of(pid):
    return int(pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def kill_leader(kiosk, site):
    init, = find("/usr/sbin/kiosk-launch")
    os.kill(parent_of(init), signal.SIGKILL)


def kill_launcher(kiosk, site):
    kiosk.process.kill()


def fill_then_button(kiosk, site):
    """No byte is free in the session's folders when it ends."""
    session, = find("/usr/libexec/webmail-kiosk/kiosk-session")
    result = subprocess.run(
        ["nsenter", f"--target={session}", "--mount", "setpriv", "--reuid=kiosk", "--clear-groups", "dd",
         "if=/dev/zero", "of=/home/kiosk/full", "bs=1M"], capture_output=True, text=True)
    assert "No space left" in result.stderr, result.stderr
    press_button(kiosk, site)


BOTH = ("stand-in", "Roundcube")
CRASH = ("crash-browser", "crash-session")
ENDS = (
    End("button", press_button, ("logout-button",), in_short=BOTH),
    End("shortcut", press_shortcut, ("logout-button",), in_short=()),
    End("webmail logout", log_out, ("webmail-logout",), in_short=BOTH),
    End("idle", wait_idle, ("idle",), is_idle=True),
    End("shutdown", stop_launcher, ("shutdown",), is_launchers=True, in_short=()),
    End("folders full", fill_then_button, ("logout-button",)),
    End("page takes all memory", fill_memory, ("crash-browser",), places=("stand-in",)),
    End("SIGKILL web process", kill("WebKitWebProcess"), ("crash-browser",)),
    End("SIGKILL network process", kill("WebKitNetworkProcess"), ("crash-browser",), in_short=()),
    End("SIGKILL browser", kill("kiosk-browser"), ("crash-browser",), in_short=()),
    End("SIGKILL kiosk-session", kill("libexec/webmail-kiosk/kiosk-session"), ("crash-session",)),
    End("SIGKILL dunst", kill_then_button("/usr/bin/dunst"), ("logout-button",), in_short=()),
    End("SIGKILL D-Bus", kill_then_button("dbus-daemon", "session-bus"), ("logout-button",), in_short=()),
    End("SIGKILL accessibility bus", kill_then_button("dbus-daemon", "accessibility-bus"), ("logout-button",),
        in_short=()),
    End("SIGKILL sandbox", kill("bwrap"), CRASH, in_short=()),
    End("SIGKILL decoy display", kill("/usr/bin/Xvfb"), CRASH, in_short=()),
    End("SIGKILL process 1", kill("/usr/sbin/kiosk-launch"), ("crash-session",), in_short=()),
    End("SIGKILL leader", kill_leader, ("crash-session",), in_short=()),
    End("SIGKILL launcher", kill_launcher, (), is_launchers=True),
    End("SIGKILL X server", kill_x_server, ("crash-x",)),
)
