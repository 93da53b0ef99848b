"""pam_kiosk.so through every entry point, and what a session it opens leaves behind.

Runs as: root, in a throw-away machine.
"""
import os
import pathlib
import pwd
import re
import resource
import shutil
import subprocess
import sys

import pytest
from pam_rig import (BAD, GOOD, HOME, IGNORED, MODULE, OTHER, POLICY, STATE, USER, OpenSession, Pam, as_user, assert_nothing_left,
                     kiosk_mounts, pamtester, prepare, processes, record, wait_for_end, write_policy, write_stack)

SKELETON = sorted(os.listdir("/etc/skel"))
NO_SESSION = "Cannot make/remove an entry for the specified session"
ENTRY_POINTS = {
    # operation: (what a kiosk account gets under a good policy, and what without one)
    "authenticate": ("ok", "Authentication failure"),
    "setcred(PAM_ESTABLISH_CRED)": ("ok", "Authentication service cannot retrieve user credentials"),
    "acct_mgmt": ("ok", "Permission denied"),
    "open_session": ("ok", NO_SESSION),
    "close_session": (NO_SESSION,) * 2,
}


@pytest.fixture(autouse=True)
def machine():
    prepare()
    yield
    assert_nothing_left(SKELETON)


def in_child(work):
    """Runs WORK, which asserts, in a process of its own: a PAM application must not change this one."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stderr.flush()
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def may_raise_limits():
    """Some virtual machines take CAP_SYS_RESOURCE (bit 24) even from root."""
    status = pathlib.Path("/proc/self/status").read_text()
    return int(re.search(r"CapEff:\s+(\w+)", status)[1], 16) >> 24 & 1


def test_exports_the_entry_points_and_nothing_else():
    table = subprocess.run(["nm", "-D", "--defined-only", MODULE], check=True, capture_output=True, text=True).stdout
    assert sorted(line.split()[-1] for line in table.splitlines()) == [
        "pam_sm_acct_mgmt", "pam_sm_authenticate", "pam_sm_close_session", "pam_sm_open_session", "pam_sm_setcred"]


@pytest.mark.parametrize("policy", ["none", "bad", "good"])
@pytest.mark.parametrize("user", ["personne", OTHER, "root", USER])
@pytest.mark.parametrize("operation", ENTRY_POINTS)
def test_entry_point(operation, user, policy):
    write_policy({"none": None, "bad": BAD, "good": GOOD}[policy])
    good, refused = ENTRY_POINTS[operation]
    expected = IGNORED if user != USER else good if policy == "good" else refused
    assert pamtester(operation, user=user)[0] == expected


@pytest.mark.parametrize("tty, expected", [
    ("tty1", "ok"), ("/dev/tty12", "ok"), (":0", "ok"), (":7", "ok"),
    ("pts/0", "Authentication failure"), ("/dev/pts/3", "Authentication failure"),
    ("host:0", "Authentication failure"), ("localhost:10.0", "Authentication failure"), (":0.0", "Authentication failure"),
    ("ttyS0", "Authentication failure"), ("tty", "Authentication failure"), ("ssh", "Authentication failure"),
    ("cron", "Authentication failure"), ("", "Authentication failure"), (":1234", "Authentication failure"),
])
def test_only_a_local_seat_needs_no_password(tty, expected):
    assert pamtester("authenticate", tty=tty)[0] == expected


def test_a_remote_host_is_refused():
    assert pamtester("authenticate", rhost="192.0.2.1")[0] == "Authentication failure"
    assert pamtester("authenticate", rhost="localhost")[0] == "Authentication failure"
    assert pamtester("authenticate", rhost="")[0] == "ok"


def test_a_service_that_the_policy_does_not_name_is_refused():
    write_stack(service="kiosk-elsewhere")
    assert pamtester("authenticate", service="kiosk-elsewhere")[0] == "Authentication failure"
    assert pamtester("authenticate", service="webmail-kiosk")[0] == "ok"


@pytest.mark.parametrize("arguments", ["unknown", "policy=relative", "user=", "debug=1", "policy"])
@pytest.mark.parametrize("operation", ENTRY_POINTS)
def test_an_argument_that_is_not_understood_is_an_error(operation, arguments):
    write_stack(arguments)
    assert pamtester(operation)[0] == "Error in service module"


def test_the_argument_policy_names_another_file():
    write_policy(None)
    other = POLICY.with_name("other.conf")
    other.write_text(GOOD)
    write_stack(f"policy={other}")
    assert pamtester("authenticate")[0] == "ok"
    other.unlink()


def test_only_the_account_named_by_user_is_refused_without_a_policy():
    write_policy(None)
    write_stack(f"user={OTHER}")
    assert pamtester("acct_mgmt", user=OTHER)[0] == "Permission denied"
    assert pamtester("acct_mgmt", user=USER)[0] == IGNORED
    write_stack("user=root")
    assert pamtester("acct_mgmt", user="root")[0] == IGNORED


def test_members_of_the_group_are_kiosk_accounts():
    write_policy(GOOD.replace("users = kiosk", "group = postes"))
    subprocess.run(["groupadd", "postes"], check=True)
    assert pamtester("authenticate", user=OTHER)[0] == IGNORED
    subprocess.run(["usermod", "--append", "--groups", "postes", OTHER], check=True)
    assert pamtester("authenticate", user=OTHER)[0] == "ok"
    subprocess.run(["groupdel", "postes"], check=True)


def test_a_policy_that_others_may_write_is_no_policy():
    POLICY.chmod(0o666)
    assert pamtester("authenticate")[0] == "Authentication failure"


def test_an_invalid_policy_is_explained_in_french_with_its_first_error():
    write_policy(BAD)
    for operation in ("authenticate", "acct_mgmt", "open_session"):
        output = pamtester(operation)[1]
        assert "kioskctl policy check" in output and "La configuration de ce poste" in output
        assert f"{POLICY}:13: session.no-such-key:" in output


def test_a_second_session_is_refused_while_one_is_open():
    first = OpenSession()
    for operation, refused in {"acct_mgmt": "Permission denied", "open_session": NO_SESSION}.items():
        result, output = pamtester(operation)
        assert result == refused and "déjà ouverte" in output
    assert pamtester("authenticate")[0] == "ok"
    assert first.close() == Pam.SUCCESS
    assert pamtester("acct_mgmt", "open_session", "close_session")[0] == "ok"


def test_messages_are_english_when_the_policy_says_so():
    write_policy(GOOD + "language = en\n")
    first = OpenSession()
    assert "already open" in pamtester("acct_mgmt")[1]
    assert first.close() == Pam.SUCCESS


def test_what_a_session_sees():
    pathlib.Path("/media/usb").mkdir(exist_ok=True)
    pathlib.Path("/nouveau").mkdir(exist_ok=True)
    pathlib.Path("/nouveau/secret").touch()

    def work():
        account = pwd.getpwnam(USER)
        before = os.readlink("/proc/self/ns/mnt")
        limits = {name: resource.getrlimit(name) for name in (resource.RLIMIT_CORE, resource.RLIMIT_NPROC)}
        pam = Pam()
        assert pam.call("pam_open_session") == Pam.SUCCESS
        assert os.readlink("/proc/self/ns/mnt") != before
        for folder in ("/media", "/mnt", "/root", "/srv", "/opt", "/boot", "/nouveau", "/dev/shm", "/var/tmp", HOME,
                       f"/run/user/{account.pw_uid}", "/tmp/.X11-unix"):
            assert os.listdir(folder) == [], folder
        assert os.listdir("/home") == [USER] and os.listdir("/run/user") == [str(account.pw_uid)]
        assert set(os.listdir("/var")) <= {"cache", "lib", "tmp"}
        assert not STATE.exists()
        for folder, mode, owner in (("/tmp", 0o1777, 0), ("/var/tmp", 0o1777, 0), ("/dev/shm", 0o1777, 0),
                                    ("/tmp/.X11-unix", 0o1777, 0), ("/run/user", 0o755, 0), (HOME, 0o700, account.pw_uid),
                                    (f"/run/user/{account.pw_uid}", 0o700, account.pw_uid)):
            status = os.stat(folder)
            assert (status.st_mode & 0o7777, status.st_uid) == (mode, owner), folder
            flags = os.statvfs(folder).f_flag
            assert flags & os.ST_NOSUID and flags & os.ST_NODEV and flags & os.ST_NOEXEC, folder
        assert len({os.stat(folder).st_dev for folder in ("/tmp", "/var/tmp", "/dev/shm", HOME)}) == 1
        space = os.statvfs(HOME)
        assert (space.f_blocks * space.f_frsize, space.f_files) == (64 << 20, 4096)
        for folder in ("/home", "/run", "/var", "/media"):
            with pytest.raises(OSError):
                pathlib.Path(folder, "x").touch()
        assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
        assert resource.getrlimit(resource.RLIMIT_NPROC)[0] == 512
        assert pam.getenv("HOME") == str(HOME) and pam.getenv("LANG") == "C.UTF-8"
        assert pam.getenv("XDG_RUNTIME_DIR") == f"/run/user/{account.pw_uid}"
        assert pam.getenv("KIOSK_POLICY") == str(POLICY)
        for i in range(5):
            (HOME / f"{i}").write_bytes(b"x" * 8192)
        pam.putenv("KIOSK_END_REASON=idle")
        pam.putenv("KIOSK_END_OBSERVED=exit:34")
        assert pam.call("pam_close_session") == Pam.SUCCESS
        assert os.readlink("/proc/self/ns/mnt") == before
        if may_raise_limits():
            assert limits == {name: resource.getrlimit(name) for name in limits}
    in_child(work)
    last = record()
    assert (last["reason"], last["observed"], last["wipe"], last["why"]) == ("idle", "exit:34", "ok", "")
    assert (int(last["files"]), int(last["bytes"])) == (5, 5 * 8192)
    shutil.rmtree("/nouveau")


def test_a_forged_reason_is_not_recorded():
    def work():
        pam = Pam()
        assert pam.call("pam_open_session") == Pam.SUCCESS
        pam.putenv("KIOSK_END_REASON=idle\nwipe=ok")
        pam.putenv("KIOSK_END_OBSERVED=a\nb=c")
        assert pam.call("pam_close_session") == Pam.SUCCESS
    in_child(work)
    assert (record()["reason"], record()["observed"]) == ("unknown", "unknown")


def test_the_next_session_learns_when_the_last_was_wiped():
    assert pamtester("open_session", "close_session")[0] == "ok"

    def work():
        pam = Pam()
        assert pam.call("pam_open_session") == Pam.SUCCESS
        assert pam.getenv("KIOSK_PREVIOUS_WIPE") == record_before["end"]
        assert pam.call("pam_close_session") == Pam.SUCCESS
    record_before = record()
    in_child(work)


def test_processes_that_outlive_the_session_are_killed_and_counted():
    script = "trap '' TERM HUP INT; for i in 1 2 3; do setsid sh -c 'trap \"\" TERM; sleep 1000' & done; echo up; sleep 1000"

    def work():
        pam = Pam()
        assert pam.call("pam_open_session") == Pam.SUCCESS
        with as_user("sh", "-c", script, cwd="/", stdout=subprocess.PIPE, text=True) as left:
            assert left.stdout.readline() == "up\n"
            assert pam.call("pam_close_session") == Pam.SUCCESS
    in_child(work)
    assert int(record()["killed"]) >= 4 and record()["wipe"] == "ok"


def test_a_fork_bomb_does_not_outrun_the_end():
    bomb = ("import os\n"
            "while True:\n"
            "    try:\n"
            "        if os.fork() == 0: os.write(1, b'.')\n"
            "    except OSError:\n"
            "        pass\n")

    def work():
        pam = Pam()
        assert pam.call("pam_open_session") == Pam.SUCCESS
        with as_user("/usr/bin/python3", "-IS", "-c", bomb, cwd="/", stdout=subprocess.PIPE, text=True) as left:
            assert left.stdout.read(100) == "." * 100
            assert pam.call("pam_close_session") == Pam.SUCCESS
    in_child(work)
    last = record()
    assert int(last["killed"]) >= 100 and last["wipe"] == "ok" and int(last["wiped-ms"]) < 5000


def test_a_full_private_file_system_is_wiped_as_fast():
    def work():
        pam = Pam()
        assert pam.call("pam_open_session") == Pam.SUCCESS
        with pytest.raises(OSError):  # home-files
            for i in range(10000):
                (HOME / f"{i}\n").touch()
        with pytest.raises(OSError):  # home-size
            with open(HOME / "0\n", "wb") as file:
                for _ in range(1000):
                    file.write(b"x" * (1 << 20))
        assert pam.call("pam_close_session") == Pam.SUCCESS
    in_child(work)
    last = record()
    assert last["wipe"] == "ok" and int(last["files"]) > 4000 and int(last["bytes"]) > 60 << 20
    assert int(last["wiped-ms"]) < 2000


@pytest.mark.parametrize("broken", ["missing", "link", "file"])
def test_a_home_that_is_no_folder_refuses_the_session(broken):
    kept = HOME.with_name("kept")
    HOME.rename(kept)
    if broken == "link":
        HOME.symlink_to("/etc")
    if broken == "file":
        HOME.touch()
    try:
        result, output = pamtester("open_session")
        assert result == NO_SESSION and "dossier personnel" in output
        assert kiosk_mounts() == set()
    finally:
        if broken != "missing":
            HOME.unlink()
        kept.rename(HOME)


def test_a_half_done_opening_leaves_nothing():
    def work():
        def state():
            return (os.readlink("/proc/self/ns/mnt"), pathlib.Path("/proc/self/mountinfo").read_text(),
                    len(os.listdir("/proc/self/fd")), os.getcwd())
        pam = Pam(tty=":9")  # there is no such display
        before = state()
        assert pam.call("pam_open_session") == Pam.SESSION_ERR
        assert state() == before
        assert pam.getenv("HOME") is None
        assert "préparée" in pam.messages[0]
        assert pamtester("acct_mgmt")[0] == "ok"
    in_child(work)
    assert (STATE / f"{USER}.lock").read_text() == ""


def test_a_session_whose_holder_was_killed_is_wiped_by_the_next():
    def work(pam):
        (HOME / "secret").write_text("canary")
        process = as_user("sh", "-c", "echo up; exec sleep 1000", cwd=HOME, stdout=subprocess.PIPE, text=True)
        assert process.stdout.readline() == "up\n"

    holder = OpenSession(work)
    left = processes()
    holder.kill()
    assert len(left) == 1 and processes() == left and kiosk_mounts() != set()
    assert (STATE / f"{USER}.lock").read_text() != ""
    assert pamtester("acct_mgmt")[0] == "ok"

    def next_session(pam):
        assert pam.getenv("KIOSK_PREVIOUS_WIPE")

    following = OpenSession(next_session)
    wiped = record()
    assert (wiped["reason"], wiped["wipe"], wiped["killed"]) == ("crash-session", "ok", "1")
    assert wait_for_end(left[0])
    assert following.close() == Pam.SUCCESS


def test_a_failed_wipe_refuses_the_next_session_until_it_succeeds():
    intruder = HOME / "written-below-the-private-home"

    session = OpenSession()
    intruder.touch()
    assert session.close() == Pam.SESSION_ERR
    assert (record()["wipe"], record()["why"]) == ("failed", "home folder changed: ENOTEMPTY")
    result, output = pamtester("open_session")
    assert result == NO_SESSION and "hors service" in output
    for name in HOME.iterdir():
        shutil.move(name, f"/var/{name.name}")
    assert pamtester("open_session", "close_session")[0] == "ok"
    (pathlib.Path("/var") / intruder.name).unlink()
    for name in SKELETON:
        shutil.move(f"/var/{name}", HOME / name)


def test_closing_does_not_depend_on_the_policy():
    def work():
        pam = Pam()
        assert pam.call("pam_open_session") == Pam.SUCCESS
        write_policy(BAD)
        assert pam.call("pam_close_session") == Pam.SUCCESS
        assert pam.call("pam_setcred", 4) == Pam.SUCCESS  # PAM_DELETE_CRED
    in_child(work)
    assert record()["wipe"] == "ok"


def test_records_are_roots_alone():
    pamtester("open_session", "close_session")
    assert (STATE.stat().st_mode & 0o7777, STATE.stat().st_uid) == (0o700, 0)
    for path in STATE.iterdir():
        assert path.stat().st_mode & 0o7777 == 0o600, path


def test_a_folder_of_records_that_is_not_roots_is_refused():
    shutil.rmtree(STATE)
    STATE.mkdir()
    shutil.chown(STATE, OTHER)
    assert pamtester("open_session")[0] == NO_SESSION
    shutil.rmtree(STATE)
