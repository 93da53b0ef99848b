"""kiosk-launch and the sessions it runs, with a session program of the test's own.

Runs as: root, in a throw-away machine.
"""
import datetime
import json
import os
import pathlib
import pwd
import re
import signal
import subprocess

import pytest
from pam_launch_programs import END, HOLD, HOSTILE, LOOK
from pam_rig import (BAD, GOOD, HOME, POLICY, PROGRAM, STATE, USER, Launcher, assert_nothing_left, prepare,
                     processes, record, wait_for_end, write_policy)

SKELETON = sorted(os.listdir("/etc/skel"))


@pytest.fixture(autouse=True)
def machine():
    prepare()
    yield
    assert_nothing_left(SKELETON)
    assert not pathlib.Path("/tmp/.X11-unix/X7").exists()
    assert [path.name for path in STATE.glob("x-authority*")] == []


def test_a_session_ends_in_order_and_the_next_knows_of_its_wipe():
    (STATE / f"{USER}.last").unlink(missing_ok=True)
    program = 'import os, sys\nprint("wiped", os.environ.get("KIOSK_PREVIOUS_WIPE"), file=sys.stderr)\n' + END
    with Launcher(program, sessions=2) as launcher:
        launcher.events.wait_for(r"^x-server ready display=:7 authority=/run/webmail-kiosk/x-authority-7$")
        launcher.events.wait_for(r"^session 1: open$")
        ended = launcher.ended()
        assert (ended["reason"], ended["observed"], ended["killed"], ended["wipe"]) == ("idle", "exit:34", "0", "ok")
        first = record()["end"]
        launcher.events.wait_for(r"^session 2: open$")
        launcher.ended()
        assert launcher.status() == 0
        assert launcher.log.wait_for("wiped (.*)")[1] == "None"
        launcher.log.wait_for(f"wiped {first}")


def test_what_a_session_is_given():
    account = pwd.getpwnam(USER)
    ours = {name: os.readlink(f"/proc/self/ns/{name}") for name in ("pid", "mnt", "ipc", "uts", "net")}
    (STATE / f"{USER}.last").unlink(missing_ok=True)
    with Launcher(LOOK) as launcher:
        seen = json.loads(launcher.log.wait_for("look (.*)")[1])
        assert launcher.status() == 0
    runtime = f"/run/user/{account.pw_uid}"
    assert {name: value for name, value in seen["environment"].items() if name != "LC_CTYPE"} == {
        "HOME": str(HOME), "USER": USER, "LOGNAME": USER, "SHELL": "/usr/sbin/nologin", "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8", "DISPLAY": ":7", "XAUTHORITY": f"{runtime}/Xauthority", "XDG_RUNTIME_DIR": runtime,
        "KIOSK_POLICY": str(POLICY), "KIOSK_PROXY": "http://127.0.0.1:3128"}
    assert (seen["arguments"], seen["cwd"], seen["umask"]) == ([], str(HOME), 0o77)
    assert (seen["descriptors"], seen["stdin"]) == ([0, 1, 2, 3], "/dev/null")
    assert seen["ids"] == [[account.pw_uid] * 3, [account.pw_gid] * 3, [account.pw_gid]]
    assert seen["parent"] == 1 and seen["session"] and len(seen["pids"]) == 1
    assert not seen["traceable"]
    status = seen["status"]
    assert status["NoNewPrivs"] == "1"
    assert all(int(status[name], 16) == 0 for name in ("CapEff", "CapPrm", "CapInh", "CapAmb"))
    assert int(status["SigBlk"], 16) == 0
    assert seen["host"] == "kiosk"
    assert {name for name in ours if seen["namespaces"][name] != ours[name]} == {"pid", "mnt", "ipc", "uts", "net"}
    assert seen["display"] == 0 and seen["without"] != 0 and seen["authority"] == "0o100600"
    assert seen["sandbox"] == 0


def test_nothing_of_a_hostile_session_remains():
    uid = pwd.getpwnam(USER).pw_uid
    with Launcher(HOSTILE) as launcher:
        ended = launcher.ended()
        assert launcher.status() == 0
        assert launcher.log.wait_for(r"session: denied (\d+)")[1] == "18"
        assert not any("wrote" in line for line in launcher.log.lines)
    assert (ended["reason"], ended["observed"], ended["wipe"]) == ("logout-button", "exit:32", "ok")
    assert int(ended["files"]) >= 5 * 4 and int(ended["bytes"]) >= 5 * 4096
    assert processes() == []
    found = subprocess.run(["find", "/", "-xdev", "-path", "/proc", "-prune", "-o", "(", "-name", "*canary*", "-o", "-uid",
                            str(uid), ")", "-newer", PROGRAM, "-print"], capture_output=True, text=True).stdout.split()
    assert set(found) <= {str(HOME)}
    for folder in ("/tmp", "/dev/shm", "/run", "/var/tmp"):
        assert not list(pathlib.Path(folder).rglob("*canary*")), folder
    last = record()
    assert (last["wipe"], last["why"]) == ("ok", "")


@pytest.mark.parametrize("program, reason, observed", [
    ("import os\nos._exit(0)\n", "crash-session", "exit:0"),
    ("import os\nos._exit(34)\n", "crash-session", "exit:34"),
    ('import os\nos.write(3, b"reason=idle\\n")\nos._exit(32)\n', "crash-session", "exit:32"),
    ('import os\nos.write(3, b"reason=idle\\nreason=idle\\n")\nos._exit(34)\n', "crash-session", "exit:34"),
    ('import os\nos.write(3, b"reason=idle")\nos._exit(34)\n', "crash-session", "exit:34"),
    ('import os\nos.write(3, b"x" * 60000)\nos._exit(34)\n', "crash-session", "exit:34"),
    ("import os\nos.kill(os.getpid(), 9)\n", "crash-session", "signal:9"),
    ("import os\nos.abort()\n", "crash-session", "signal:6"),
])
def test_a_reason_counts_only_when_claim_and_observation_agree(program, reason, observed):
    with Launcher(program) as launcher:
        ended = launcher.ended()
        assert launcher.status() == 0
    assert (ended["reason"], ended["observed"], ended["wipe"]) == (reason, observed, "ok")


def test_the_end_of_the_x_server_ends_the_session():
    with Launcher(HOLD) as launcher:
        launcher.log.wait_for("session: up")
        servers = [int(path.parent.name) for path in pathlib.Path("/proc").glob("[0-9]*/cmdline")
                   if path.read_bytes().startswith(b"/usr/bin/Xvfb\0:7\0")]
        assert len(servers) == 1
        os.kill(servers[0], signal.SIGKILL)
        launcher.events.wait_for("x-server died display=:7")
        ended = launcher.ended()
        assert launcher.status() == 0
    assert (ended["reason"], ended["observed"], ended["wipe"]) == ("crash-x", "signal:15", "ok")
    pathlib.Path("/tmp/.X11-unix/X7").unlink()  # a server that was killed leaves it for the next to clear


def test_sigterm_ends_the_session_in_order():
    program = ('import os, signal, sys\n'
               'def end(*_):\n    os.write(3, b"reason=shutdown\\n")\n    os._exit(38)\n'
               'signal.signal(signal.SIGTERM, end)\n' + HOLD)
    with Launcher(program, sessions=0) as launcher:
        launcher.log.wait_for("session: up")
        launcher.stop()
        ended = launcher.ended()
        assert launcher.status() == 0
    assert (ended["reason"], ended["observed"], ended["wipe"]) == ("shutdown", "exit:38", "ok")


def test_a_signal_for_everyone_ends_the_session_in_order():
    with Launcher(HOLD, sessions=0) as launcher:
        launcher.log.wait_for("session: up")
        family = descendants(launcher.process.pid)
        leader = next(pid for pid in family[1:] if set(processes()) & set(descendants(pid)))
        os.kill(leader, signal.SIGTERM)
        os.killpg(launcher.process.pid, signal.SIGINT)
        assert launcher.ended()["wipe"] == "ok"
        assert launcher.status() == 0


def test_a_session_that_will_not_end_is_ended():
    with Launcher("import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + HOLD) as launcher:
        launcher.log.wait_for("session: up")
        launcher.stop()
        ended = launcher.ended()
        assert launcher.status() == 0
    assert (ended["reason"], ended["observed"], ended["wipe"]) == ("shutdown", "signal:9", "ok")


def test_a_session_that_hangs_before_its_first_word_is_ended():
    with Launcher("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)\n") as launcher:
        launcher.log.wait_for("the session does not answer", seconds=120)
        ended = launcher.ended()
    assert (ended["reason"], ended["observed"], ended["wipe"]) == ("crash-session", "signal:9", "ok")


def test_a_second_launcher_is_refused_while_a_session_is_open():
    with Launcher(HOLD, sessions=0) as first:
        first.log.wait_for("session: up")
        with Launcher(HOLD, display=8) as second:
            second.events.wait_for(r"session 1: refused phase=account: Permission denied")
            second.stop()
            assert second.status() == 0
        first.stop()
        assert first.ended()["wipe"] == "ok"


def test_a_display_that_is_in_use_is_left_alone():
    with Launcher(HOLD, sessions=0) as first:
        first.log.wait_for("session: up")
        with Launcher(HOLD) as second:
            second.events.wait_for("x-server failed display=:7: Address already in use")
            second.stop()
            assert second.status() == 0
        first.stop()
        assert first.ended()["reason"] == "shutdown"


def descendants(parent):
    """The launcher's processes, by what /proc says of their parents."""
    parents = {}
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents[int(path.parent.name)] = int(fields[1])
    found = [parent]
    for pid in found:
        found += [child for child, of in parents.items() if of == pid]
    return found


@pytest.mark.parametrize("victim", ["launcher", "leader"])
def test_a_killed_holder_takes_the_session_with_it(victim):
    with Launcher(HOLD, sessions=0) as launcher:
        launcher.log.wait_for("session: up")
        launcher.events.wait_for("session 1: open")
        mine = processes()
        assert len(mine) == 2
        family = descendants(launcher.process.pid)
        leader = next(pid for pid in family[1:] if set(mine) & set(descendants(pid)))
        os.kill(launcher.process.pid if victim == "launcher" else leader, signal.SIGKILL)
        assert all(wait_for_end(pid) for pid in mine)
        if victim == "launcher":
            assert all(wait_for_end(pid) for pid in family)
            pathlib.Path("/run/webmail-kiosk/x-authority-7").unlink()
        else:
            launcher.events.wait_for("session 1: ended reason=crash-session observed=leader-died wipe=pending")
            launcher.log.wait_for("session: up")
            launcher.stop()
            launcher.ended()
            assert launcher.status() == 1
    assert_nothing_left(SKELETON)
    with Launcher(END) as launcher:
        assert launcher.ended()["wipe"] == "ok"
        assert launcher.status() == 0


def window_titles(display=7):
    environment = os.environ | {"DISPLAY": f":{display}", "XAUTHORITY": f"/run/webmail-kiosk/x-authority-{display}"}
    found = subprocess.run(["xdotool", "search", "--sync", "--onlyvisible", "--name", "."], env=environment,
                           capture_output=True, text=True, timeout=30, check=True).stdout.split()
    return [subprocess.run(["xdotool", "getwindowname", window], env=environment, capture_output=True,
                           text=True).stdout.strip() for window in found]


def screens():
    """The error screens that run: (user id, arguments)."""
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_text().split("\0")
            if words[0].endswith("/kiosk-screen"):
                found.append((path.stat().st_uid, words[1:]))
        except OSError:
            continue
    return found


def test_an_invalid_policy_shows_a_screen_until_it_is_mended():
    write_policy(BAD)
    with Launcher(END) as launcher:
        launcher.events.wait_for("session 1: refused phase=authenticate: Authentication failure")
        launcher.events.wait_for("error-screen: shown")
        assert window_titles() == ["Poste indisponible"]
        (owner, words), = screens()
        assert owner == pwd.getpwnam("nobody").pw_uid
        assert any("kioskctl policy check" in word for word in words)
        assert any("policy.conf:" in word for word in words if word.startswith("--detail="))
        assert "--detail-title=Détail pour l’administrateur" in words
        write_policy(GOOD)
        launcher.events.wait_for("policy: changed")
        launcher.events.wait_for("session 1: open")
        assert launcher.ended()["wipe"] == "ok"
        assert launcher.status() == 0
    assert screens() == []


def test_outside_the_opening_hours_a_screen_says_when_it_opens():
    tomorrow = (datetime.datetime.now() + datetime.timedelta(days=1)).strftime("%A").lower()
    write_policy(GOOD + f"[hours]\n{tomorrow} = 07:30-18:30\n")
    with Launcher(END) as launcher:
        launcher.events.wait_for("session 1: refused phase=account: Permission denied")
        launcher.events.wait_for("error-screen: shown")
        assert window_titles() == ["Poste indisponible"]
        (_, words), = screens()
        assert "--text=Ce poste est fermé en ce moment." in words
        assert any(re.fullmatch("--detail=Il ouvrira [a-z]+ [0-9]+ [a-zéû]+ à 7\u00a0h\u00a030.", word) for word in words), words
        write_policy(GOOD)
        launcher.events.wait_for("session 1: open")
        assert launcher.ended()["wipe"] == "ok"
        assert launcher.status() == 0


def test_a_drop_in_that_mends_the_policy_is_noticed():
    write_policy(None)
    folder = POLICY.with_name("policy.conf.d")
    with Launcher(END) as launcher:
        launcher.events.wait_for("error-screen: shown")
        write_policy(GOOD)
        launcher.events.wait_for("session 1: open")
        assert launcher.status() == 0
    assert not folder.exists()


def test_failures_in_a_row_are_spaced_out():
    with Launcher("raise SystemExit(1)\n", sessions=3) as launcher:
        launcher.events.wait_for("session 1: ended reason=crash-session")
        launcher.events.wait_for("waiting: 1 s")
        launcher.events.wait_for("session 2: ended reason=crash-session")
        launcher.events.wait_for("error-screen: shown")
        launcher.events.wait_for("waiting: 2 s")
        launcher.events.wait_for("session 3: ended reason=crash-session")
        assert launcher.status() == 0


def test_the_option_policy_names_another_file():
    write_policy(None)
    other = POLICY.with_name("autre.conf")
    other.write_text(GOOD)
    program = 'import os, sys\nprint("policy", os.environ["KIOSK_POLICY"], file=sys.stderr)\n' + END
    with Launcher(program, f"--policy={other}") as launcher:
        assert launcher.status() == 0
        launcher.log.wait_for(f"policy {other}")
    other.unlink()


@pytest.mark.parametrize("option", ["--display=7", "--display=:100", "--display=:", "--display=:7.0", "--x-server=x",
                                    "--screen=1280x800", "--screen=0x1x24", "--screen=1x1x24x", "--sessions=",
                                    "--sessions=-1", "--policy=relative", "--user=", "--unknown", "word"])
def test_an_option_that_is_not_understood_is_an_error(option):
    result = subprocess.run(["/usr/sbin/kiosk-launch", option], capture_output=True, text=True, timeout=10)
    assert result.returncode == 2 and result.stdout == "" and result.stderr.startswith(("kiosk-launch: ", "/usr/sbin"))


def test_help_and_version():
    for option in ("--help", "--version"):
        result = subprocess.run(["/usr/sbin/kiosk-launch", option], capture_output=True, text=True, timeout=10)
        assert result.returncode == 0 and result.stderr == "" and "kiosk-launch" in result.stdout


def test_an_x_server_that_does_not_start_is_reported():
    xvfb = pathlib.Path("/usr/bin/Xvfb")
    kept = xvfb.rename("/usr/bin/Xvfb.kept")
    try:
        with Launcher(END) as launcher:
            launcher.events.wait_for("x-server failed display=:7")
            launcher.events.wait_for("waiting: 1 s")
            launcher.events.wait_for("waiting: 2 s")
            launcher.stop()
            assert launcher.status() == 0
    finally:
        kept.rename(xvfb)
