"""The module in the stacks of login, su, cron, sshd and their kin: who gets in, who does not, and what they are told.

Runs as: root, in a throw-away machine or in a whole one.
"""
import os
import pathlib
import pwd
import subprocess
import time

import pytest
from pam_rig import (DEADLINE, GOOD, HOME, OTHER, STATE, USER, OpenSession, Pam, assert_nothing_left, pamtester, processes,
                     record, wait_for_end, write_policy)
from pam_stacks_rig import LINES, PASSWORD, REFUSED, Terminal, forget_records, prepare_accounts, put_into

SKELETON = sorted(os.listdir("/etc/skel"))
STACKS = ("login", "su", "su-l", "sshd", "cron", "runuser", "runuser-l")
POLICY = GOOD.replace("services = webmail-kiosk kiosk-test", "services = webmail-kiosk login kiosk-test")


@pytest.fixture(autouse=True)
def machine():
    prepare_accounts()
    put_into(*STACKS)
    write_policy(POLICY)
    forget_records()
    yield
    assert_nothing_left(SKELETON)


def logged_in(tty="tty1", user=USER):
    return Terminal("/bin/login", user, tty=tty)


def test_login_opens_a_session_at_the_machine_and_wipes_it():
    with logged_in() as terminal:
        seen = terminal.read_until("wiped=.")
        assert "assword" not in seen
        assert f"look home=0 here={HOME} records=0 " in seen
        terminal.write("")
        terminal.status()
    assert (record()["wipe"], record()["files"]) == ("ok", "1")


def test_login_asks_others_for_their_password():
    with logged_in(user=OTHER) as terminal:
        terminal.read_until("assword:")
        terminal.write(PASSWORD)
        terminal.read_until("$")
        terminal.write("echo $((6*7)) $HOME; exit")
        terminal.read_until(f"42 /home/{OTHER}")
        terminal.status()
    assert not (STATE / f"{OTHER}.last").exists()


@pytest.mark.parametrize("language, text", [("fr", "déjà ouverte"), ("en", "already open")])
def test_login_refuses_a_second_session_and_says_why(language, text):
    write_policy(POLICY + f"language = {language}\n")
    session = OpenSession()
    with logged_in() as terminal:
        terminal.read_until(text)
        assert terminal.status() != 0
    assert session.close() == Pam.SUCCESS


def test_login_refuses_a_terminal_that_is_not_the_machines_own():
    with Terminal("/bin/login", USER) as terminal:  # its name is pts/N
        terminal.read_until(REFUSED)


def test_login_wipes_what_a_login_that_was_killed_left():
    with logged_in() as terminal:
        terminal.read_until("wiped=.")
        left = processes()
        terminal.process.kill()  # what waits in it to close the session
        terminal.process.wait()
        assert (STATE / f"{USER}.lock").read_text() != ""
    with logged_in() as terminal:
        seen = terminal.read_until("here=") + terminal.read_until(".\r\n")
        last = record()
        assert (last["reason"], last["wipe"]) == ("crash-session", "ok")
        assert f"wiped={last['end']}." in seen and "home=0" in seen
        terminal.write("")
        terminal.status()
    assert all(wait_for_end(pid) for pid in left)
    assert record()["wipe"] == "ok"


def test_login_says_what_is_wrong_with_the_policy():
    write_policy(POLICY + "no-such-key = 1\n")
    with logged_in() as terminal:
        terminal.read_until("kioskctl policy check")
        terminal.read_until("session.no-such-key")


def su(*words, by=OTHER):
    account = pwd.getpwnam(by)
    return Terminal("setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--init-groups", "su", *words)


@pytest.mark.parametrize("by", [OTHER, "root"])
@pytest.mark.parametrize("words", [(USER, "-c", "id"), ("-", USER, "-c", "id")], ids=" ".join)
def test_su_to_a_kiosk_account_is_refused_even_to_root(words, by):
    with su(*words, by=by) as terminal:
        said = terminal.read_until(REFUSED)
        assert "assword" not in said
        assert terminal.status() != 0
        assert "uid=" not in terminal.output


def test_su_to_others_is_as_ever():
    with su(OTHER, "-c", "id -un", by="root") as terminal:
        terminal.read_until(OTHER)
        assert terminal.status() == 0
    with su(OTHER, "-c", "id -un") as terminal:
        terminal.read_until("assword:")
        terminal.write(PASSWORD)
        terminal.read_until(OTHER)
        assert terminal.status() == 0
    with su("root", "-c", "id -un") as terminal:
        terminal.read_until("assword:")
        terminal.write("wrong")
        terminal.read_until("failure")
        assert terminal.status() != 0


def test_runuser_opens_no_session():
    with Terminal("runuser", USER, "-c", "id") as terminal:
        terminal.read_until(REFUSED)
        assert terminal.status() != 0 and "uid=" not in terminal.output
    with Terminal("runuser", OTHER, "-c", "id -un") as terminal:
        terminal.read_until(OTHER)


@pytest.fixture
def crond():
    """cron that runs the jobs of @reboot, as each start of it does where /run is new."""
    spool = pathlib.Path("/var/spool/cron/crontabs")
    ran = pathlib.Path("/var/ran")
    for user in (USER, OTHER):
        (spool / user).write_text(f"@reboot id -un >> {ran}\n")
        (spool / user).chmod(0o600)
        os.chown(spool / user, pwd.getpwnam(user).pw_uid, -1)
    ran.touch()
    ran.chmod(0o666)
    for path in ("/run/crond.reboot", "/run/crond.pid"):
        pathlib.Path(path).unlink(missing_ok=True)
    yield ran
    (spool / USER).unlink()
    (spool / OTHER).unlink()
    ran.unlink()


def test_cron_runs_nothing_for_a_kiosk_account(crond):
    process = subprocess.Popen(["cron", "-f"], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + DEADLINE
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
        while (not crond.read_text() or children.read_text()) and time.monotonic() < deadline:
            time.sleep(0.02)
    finally:
        process.terminate()
        process.wait()
    assert crond.read_text() == f"{OTHER}\n"
    assert not (STATE / f"{USER}.last").exists()


@pytest.fixture
def sshd():
    folder = pathlib.Path("/run/ssh-test")
    folder.mkdir(mode=0o755)
    pathlib.Path("/run/sshd").mkdir(exist_ok=True)
    for name in ("host", "client"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    (folder / "keys").write_text((folder / "client.pub").read_text())
    process = subprocess.Popen(
        ["/usr/sbin/sshd", "-D", "-e", "-f", "/dev/null", "-p", "2222", "-h", folder / "host", "-o", "UsePAM=yes", "-o",
         f"AuthorizedKeysFile={folder}/keys", "-o", "StrictModes=no", "-o", "KbdInteractiveAuthentication=yes"],
        stderr=subprocess.PIPE, text=True)
    while "listening" not in (line := process.stderr.readline()):
        assert line
    yield folder
    process.terminate()
    process.wait()
    subprocess.run(["rm", "-r", folder], check=True)


def ssh(folder, user, *options):
    ask = folder / "ask"
    ask.write_text(f"#!/bin/sh\necho {PASSWORD}\n")
    ask.chmod(0o755)
    return subprocess.run(
        ["ssh", "-p", "2222", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", *options,
         f"{user}@127.0.0.1", "id -un"], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=DEADLINE,
        env={"PATH": "/usr/bin:/bin", "SSH_ASKPASS": str(ask), "SSH_ASKPASS_REQUIRE": "force", "DISPLAY": ""})


def test_sshd_lets_no_kiosk_account_in_by_key_nor_by_password(sshd):
    key = ("-i", str(sshd / "client"))
    password = ("-o", "PubkeyAuthentication=no", "-o", "NumberOfPasswordPrompts=1")
    for options in (key, password):
        refused = ssh(sshd, USER, *options)
        assert refused.returncode == 255 and refused.stdout == "", refused
        allowed = ssh(sshd, OTHER, *options)
        assert (allowed.returncode, allowed.stdout) == (0, f"{OTHER}\n"), allowed


@pytest.mark.parametrize("operation", ["acct_mgmt", "open_session"])
@pytest.mark.parametrize("seat", [{"tty": "ssh", "rhost": "192.0.2.1"}, {"tty": "cron"}, {"tty": "pts/0"}], ids=str)
def test_who_was_not_asked_by_the_module_is_refused_after_all(operation, seat):
    """Programs that skip the first function: cron has no user to ask, sshd has seen a key."""
    result, output = pamtester(operation, **seat)
    assert result != "ok" and REFUSED in output


def test_the_manual_says_what_was_tested():
    text = pathlib.Path("/usr/share/man/man8/pam_kiosk.8").read_text(encoding="utf-8")
    for line in LINES.splitlines():
        assert " ".join(line.split()) in " ".join(text.split())
