#!/usr/bin/python3
"""Ends sessions in every way there is, and looks for what they left: a table of ends by places.

Runs as: root, in a throw-away machine on a disk image. Usage: residue.py short|long IMAGE [WORD...]
"""
import os
import pathlib
import pwd
import secrets
import string
import subprocess
import sys
import zlib

import story
from ends import ENDS, find
from search import Search
from story import LOG, POLICY, RUN_DIR, TESTS, USER, Kiosk, Site, processes

HERE = pathlib.Path(__file__).resolve().parent
OWN = pathlib.Path("/run/residue")  # the test's own files
DISK = OWN / "disk"
PLACES = ("disk blocks", "disk files", "memory files", "next session", "processes", "kernel", "log")
WIPED_COLOUR = "DFFEE6"  # of the line below the bar, "previous-wipe" in the shell's style sheet
PRIVATE = ("home/" + USER, "tmp", "var/tmp", "dev/shm", "run/user")
KERNEL = ("net/unix", "keys", "sysvipc/shm", "sysvipc/msg", "sysvipc/sem", "mounts", "locks")


def prepare(image):
    OWN.mkdir(mode=0o700)
    mails = OWN / "mails"
    mails.mkdir()
    prefix = "".join(secrets.choice(string.ascii_lowercase) for _ in range(12))
    (mails / "canary.eml").write_text(story.MAIL.format(prefix=prefix))
    subprocess.run(["useradd", "--create-home", USER], check=True)
    subprocess.run([TESTS / "webmail" / "up", "--password", f"{prefix}password", "--mails", mails], check=True,
                   stdout=subprocess.DEVNULL)
    text = (TESTS / "webmail" / "stand-in.conf").read_text()
    text = text.replace("idle-timeout = 3min", "idle-timeout = 25s").replace("idle-warning = 30s", "idle-warning = 20s")
    POLICY.parent.mkdir(exist_ok=True)
    POLICY.write_text(text + "\n[account]\nusers = kiosk\n")
    device = subprocess.run(["losetup", "--noheadings", "--output", "NAME", "--associated", image], check=True,
                            capture_output=True, text=True).stdout.strip()
    DISK.mkdir()
    subprocess.run(["mount", device, DISK], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", DISK], check=True)
    return prefix


def own_processes():
    """This test and its servers, which know the canaries by right."""
    return {os.getpid()} | {pid for pid, words in processes().items() if "webmail.stand_in" in words}


def memory_file_systems():
    found = []
    for line in pathlib.Path("/proc/self/mounts").read_text().splitlines():
        _, path, kind = line.split()[:3]
        if kind in ("tmpfs", "ramfs", "mqueue") and not path.startswith(str(OWN)):
            found.append(path)
    return found


def search_machine(prefix, image):
    """Everything, place by place."""
    search = Search(prefix)
    subprocess.run(["sync", "--file-system", "/"], check=True)
    descriptor = os.open(image, os.O_RDONLY)
    search.stream("disk blocks", "block device", descriptor)
    os.close(descriptor)
    for upper in DISK.glob("upper*"):
        search.tree("disk files", str(upper))
    for top in memory_file_systems():
        search.tree("memory files", top, leave_out=(RUN_DIR, str(OWN)))
    for pid in processes().keys() - own_processes():
        search.process("processes", pid)
    search.data("next session", "names", b"")
    for pid in find("libexec/webmail-kiosk/kiosk-session"):
        for folder in PRIVATE:
            search.tree("next session", f"/proc/{pid}/root/{folder}")
    for name in KERNEL:
        path = pathlib.Path("/proc") / name
        search.data("kernel", str(path), path.read_bytes() if path.exists() else b"")
    search.data("log", "the kiosk's log", LOG.read_bytes() if LOG.exists() else b"")
    return search


class Table:
    def __init__(self):
        self.failures = []
        print(f"{'end':28}" + "".join(f"{place:>14}" for place in PLACES), flush=True)

    def row(self, name, search, places=PLACES):
        counts = [str(len(search.hits[place])) if place in places else "-" for place in PLACES]
        print(f"{name:28}" + "".join(f"{count:>14}" for count in counts), flush=True)

    def must_be_clean(self, name, search, places=PLACES):
        self.row(name, search, places)
        found = [f"{place}: {hit}" for place in places for hit in search.hits[place]]
        if found:
            self.failures.append(f"{name}: {len(found)} traces")
            print("    " + "\n    ".join(found[:20]), flush=True)

    def must_be_found(self, name, search, places):
        self.row(name, search)
        self.failures += [f"{name}: nothing found in {place}" for place in places if not search.hits[place]]


def plant(image, table):
    """Controls of the search itself: each form in each kind of place, and a file that is deleted."""
    prefix = "".join(secrets.choice(string.ascii_lowercase) for _ in range(12))
    packed = subprocess.run(["zstd", "--quiet"], input=f"{prefix}zstd".encode() * 9, capture_output=True, check=True)
    forms = {"utf8": f"{prefix}utf8".encode(), "utf16": f"{prefix}utf16".encode("utf-16-le"), "zstd": packed.stdout,
             "gzip": zlib.compress(f"{prefix}gzip".encode() * 9, wbits=31)}
    planted = []
    for folder in ("/var/tmp", "/dev/shm"):
        for name, content in forms.items():
            planted.append(pathlib.Path(folder, name))
            planted[-1].write_bytes(content + bytes(8192))
    deleted = pathlib.Path("/var/tmp/deleted")
    deleted.write_bytes(f"{prefix}deleted".encode() + bytes(8192))
    subprocess.run(["sync", "--file-system", "/"], check=True)
    deleted.unlink()
    search = search_machine(prefix, image)
    table.must_be_found("control: planted", search, ("disk blocks", "disk files", "memory files"))
    for place in ("disk files", "memory files"):
        for name in forms:
            if not any(f"{prefix}{name}" in hit for hit in search.hits[place]):
                table.failures.append(f"control: {name} not found in {place}")
    if not any(f"{prefix}deleted" in hit for hit in search.hits["disk blocks"]):
        table.failures.append("control: deleted file not found in the blocks")
    for path in planted:
        path.unlink()


class DiskBrowser(Kiosk):
    """The same engine with a profile on disk, in the place of the kiosk."""

    environment = {"DISPLAY": ":9", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    outer = None

    def __init__(self):
        reader, writer = os.pipe()
        self.x = subprocess.Popen(["Xvfb", ":9", "-screen", "0", "1280x800x24", "-noreset", "-displayfd", str(writer)],
                                  pass_fds=[writer], stderr=subprocess.DEVNULL)
        os.close(writer)
        with open(reader) as ready:
            ready.readline()
        account = pwd.getpwnam(USER)
        program = pathlib.Path("/usr/local/bin/disk-profile")
        program.write_bytes((HERE / "disk-profile.py").read_bytes())
        program.chmod(0o755)
        self.process = subprocess.Popen(
            [program, f"{account.pw_dir}/profile",
             "https://webmail.academie.example/iwc_static/layout/login.html?lang=fr"],
            env=self.environment | {"HOME": account.pw_dir}, user=account.pw_uid, group=account.pw_gid,
            extra_groups=[], cwd="/", start_new_session=True, stderr=subprocess.DEVNULL)
        self.xdotool("search", "--sync", "--onlyvisible", "--name", "disk-profile", "windowfocus", "mousemove", "5", "300")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.x.terminate()
        self.x.wait()


def show_profile_on_disk(prefix, image, table):
    """The last row: from here on the disk is not clean any more."""
    site = Site()
    with DiskBrowser() as browser:
        story.visit(browser, site, prefix, "zz")
        table.must_be_found("control: browser still open", search_machine(prefix, image), ("processes",))
    table.must_be_found("control: profile on disk", search_machine(prefix, image), ("disk blocks", "disk files"))


class Run:
    """The kiosk, kept from one end to the next while it can be."""

    def __init__(self, prefix, image, table):
        self.prefix, self.image, self.table = prefix, image, table
        self.site = Site()
        self.kiosk = None
        self.is_power_cut_tried = False

    def start(self):
        if self.kiosk is None:
            self.site.mark()
            self.kiosk = Kiosk()
            self.kiosk.wait_until_ready()

    def stop(self):
        if self.kiosk is not None:
            self.kiosk.__exit__()
        self.kiosk = None

    def end(self, number, end):
        self.start()
        kept = story.visit(self.kiosk, self.site, self.prefix, f"{number:02}")
        if kept != story.STORES:
            self.table.failures.append(f"{end.name}: the page filled {sorted(kept)}")
        if not self.is_power_cut_tried:
            self.is_power_cut_tried = True
            search = search_machine(self.prefix, self.image)
            self.table.must_be_clean("power cut", search, ("disk blocks", "disk files", "kernel", "log"))
            self.table.must_be_found("(session still open)", search, ("processes",))
        self.site.mark()
        end.bring_about(self.kiosk, self.site)
        self.after(end)
        self.table.must_be_clean(end.name, search_machine(self.prefix, self.image))
        if end.reasons and end.reasons[0].startswith("crash"):  # or the next one would wait longer and longer
            self.stop()

    def after(self, end):
        if end.reasons:
            ended = self.kiosk.ended()
            if ended["reason"] not in end.reasons or ended["wipe"] not in ("ok", "pending"):
                self.table.failures.append(f"{end.name}: {ended}")
        if end.is_launchers:
            self.kiosk.process.wait(story.DEADLINE)
            self.stop()
            self.start()
        else:
            self.kiosk.wait_until_ready()
        if self.kiosk.pixel(640, 78) != WIPED_COLOUR:
            self.table.failures.append(f"{end.name}: the next start does not say that this session was erased")


def main(form, image, *words):
    prefix = prepare(image)
    table = Table()
    plant(image, table)
    run = Run(prefix, image, table)
    for number, end in enumerate(ENDS):
        if (end.in_short or form == "long") and (not words or any(word in end.name for word in words)):
            run.end(number, end)
    run.stop()
    show_profile_on_disk(prefix, image, table)
    for failure in table.failures:
        print(f"FAILED {failure}")
    return 1 if table.failures else 0


sys.exit(main(*sys.argv[1:]))
