#!/usr/bin/python3
"""Ends sessions in every way there is, and looks for what they left: a table of ends by places.

Runs as: root, in a throw-away machine on a disk image. Usage: residue.py short|long IMAGE [WORD...], with
WORD in the name of an end or a webmail.
"""
import os
import pathlib
import pwd
import subprocess
import sys

import canaries
import controls
import story
from ends import ENDS
from places import OWN, PLACES, Machine, swap_of_this_machine
from roundcube_story import Roundcube
from search import Search
from story import LOG, POLICY, TESTS, USER, Kiosk, StandIn
from table import Table

HERE = pathlib.Path(__file__).resolve().parent
WIPED_COLOUR = "DFFEE6"  # of the line below the bar, "previous-wipe" in the shell's style sheet
PATIENCE = {True: ("30s", "20s"), False: ("10min", "30s")}  # of a session that is to end as idle, of any other


def prepare_account():
    OWN.mkdir(mode=0o700)
    subprocess.run(["useradd", "--create-home", USER], check=True)
    POLICY.parent.mkdir(exist_ok=True)


def prepare():
    """Site → the letters that all its canaries begin with."""
    prepare_account()
    prefixes = {}
    for service, site in (("stand-in", StandIn), ("roundcube", Roundcube)):
        prefix = controls.random_prefix()
        mails = OWN / service
        mails.mkdir()
        (mails / "canary.eml").write_text(story.MAIL.format(prefix=prefix))
        subprocess.run([TESTS / "webmail" / "up", service, "--password", f"{prefix}password", "--mails", mails],
                       check=True, stdout=subprocess.DEVNULL)
        prefixes[site()] = prefix
    LOG.touch()
    return prefixes


def write_policy(site, is_idle):
    timeout, warning = PATIENCE[is_idle]
    text = (TESTS / "webmail" / site.policy).read_text()
    text = text.replace("idle-timeout = 3min", f"idle-timeout = {timeout}")
    text = text.replace("idle-warning = 30s", f"idle-warning = {warning}")
    POLICY.write_text(text + "\n[account]\nusers = kiosk\n")


def start_display(name):
    """An X server of the kiosk's size, ready."""
    reader, writer = os.pipe()
    process = subprocess.Popen(["Xvfb", name, "-screen", "0", "1280x800x24", "-noreset", "-displayfd", str(writer)],
                               pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    with open(reader) as ready:
        ready.readline()
    return process


class DiskBrowser(Kiosk):
    """The same engine with a profile on disk, in the place of the kiosk."""

    environment = {"DISPLAY": ":9", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    outer = None

    def __init__(self):
        self.x = start_display(":9")
        account = pwd.getpwnam(USER)
        program = pathlib.Path("/usr/local/bin/disk-profile")
        program.write_bytes((HERE / "disk-profile.py").read_bytes())
        program.chmod(0o755)
        self.process = subprocess.Popen(
            [program, f"{account.pw_dir}/profile",
             "https://webmail.academie.example/iwc_static/layout/login.html?lang=fr"],
            env=self.environment | {"HOME": account.pw_dir}, user=account.pw_uid, group=account.pw_gid,
            extra_groups=[], cwd="/", start_new_session=True, stderr=subprocess.DEVNULL)
        self.xdotool("search", "--sync", "--onlyvisible", "--name", "disk-profile", "windowfocus",
                     "mousemove", "5", "300")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.x.terminate()
        self.x.wait()


def show_profile_on_disk(prefix, machine, table):
    """The last rows: from here on the disk is not clean any more."""
    table.head("with a profile on disk")
    site = StandIn()
    with DiskBrowser() as browser:
        site.visit(browser, prefix, "zz", canaries.Arrivals(site, prefix, "zz"))
        table.must_be_found("control: browser still open", machine.search(prefix), {"processes": ()})
    table.must_be_found("control: profile on disk", machine.search(prefix), {
        "disk blocks": (),
        "disk files": ["zzsearchcookie", "zzsearchlocalstorage", "zzsearchindexeddb", "zzsearchcache"]})


def search_copy(prefix, secrets, image):
    """What a disk has whose machine loses its power now: the image as it lies there, mounted elsewhere."""
    copy, folder = f"{image}-cut", OWN / "cut"
    folder.mkdir(exist_ok=True)
    subprocess.run(["sync", "--file-system", "/"], check=True)  # more than a power cut leaves
    subprocess.run(["cp", "--sparse=always", image, copy], check=True)
    search = Search(prefix, secrets)
    descriptor = os.open(copy, os.O_RDONLY)
    search.stream("disk blocks", "block device", descriptor)
    os.close(descriptor)
    subprocess.run(["mount", "-o", "loop", copy, folder], check=True)
    search.data("disk files", "", b"")
    for upper in folder.glob("upper*"):
        search.tree("disk files", str(upper))
    subprocess.run(["umount", folder], check=True)
    os.unlink(copy)
    return search


class Run:
    """The kiosk on one webmail, kept from one end to the next while it can be."""

    def __init__(self, site, prefix, machine, table):
        self.site, self.prefix, self.machine, self.table = site, prefix, machine, table
        self.kiosk, self.is_idle, self.visits = None, False, 0
        table.head(f"on the {site.name}")

    def start(self, is_idle=False):
        if self.kiosk is not None and self.is_idle != is_idle:
            self.stop()
        if self.kiosk is None:
            write_policy(self.site, is_idle)
            self.is_idle = is_idle
            self.site.mark()
            self.kiosk = Kiosk()
            self.kiosk.wait_until_ready()

    def stop(self):
        if self.kiosk is not None:
            self.kiosk.__exit__()
        self.kiosk = None

    def visit(self, name, number):
        """Returns how many canaries arrived, of how many."""
        arrivals = canaries.Arrivals(self.site, self.prefix, f"{number:02}")
        self.site.visit(self.kiosk, self.prefix, f"{number:02}", arrivals)
        missing = arrivals.missing()
        if missing:
            self.table.fail(name, f"canary never arrived: {', '.join(missing)}")
        self.visits += 1
        if self.visits == 1:
            canaries.describe(self.site, arrivals.found)
            self.table.head(f"on the {self.site.name}")
        return f"{len(arrivals.found) - len(missing)}/{len(arrivals.found)}"

    def end(self, number, end):
        self.start(end.is_idle)
        if self.visits == 0:
            controls.plant_in_session(self.machine, self.table)
        is_first = self.visits == 0
        arrived = self.visit(end.name, number)
        secrets = self.site.secrets()
        if is_first:
            self.table.must_be_clean("power cut", search_copy(self.prefix, secrets, self.machine.image), arrived,
                                     ("disk blocks", "disk files"))
        self.site.mark()
        end.bring_about(self.kiosk, self.site)
        self.after(end)
        self.table.must_be_clean(end.name, self.machine.search(self.prefix, secrets), arrived)
        if end.reasons and end.reasons[0].startswith("crash"):  # or the next one would wait longer and longer
            self.stop()

    def after(self, end):
        if end.reasons:
            ended = self.kiosk.ended()
            if ended["reason"] not in end.reasons or ended["wipe"] not in ("ok", "pending"):
                self.table.fail(end.name, str(ended))
        if end.is_launchers:
            self.kiosk.process.wait(story.DEADLINE)
            self.stop()
            self.start(end.is_idle)
        else:
            self.kiosk.wait_until_ready()
        if self.kiosk.pixel(640, 78) != WIPED_COLOUR:
            self.table.fail(end.name, "the next start does not say that this session was erased")


def is_wanted(end, site, form, words):
    return site.name in end.places and (form == "long" or site.name in end.in_short) and \
        (not words or any(word in (end.name, site.name) for word in words))


def main(form, image, *words):
    prefixes = prepare()
    machine = Machine(image)
    swap = swap_of_this_machine()
    table = Table([place for place in PLACES if place != "swap" or swap != "none"])
    print(f"swap of this machine: {swap}")
    table.head("before any session")
    controls.plant(machine, table)
    for site, prefix in prefixes.items():
        run = Run(site, prefix, machine, table)
        for number, end in enumerate(ENDS):
            if is_wanted(end, site, form, words):
                run.end(number, end)
        run.stop()
    show_profile_on_disk(prefixes[next(iter(prefixes))], machine, table)
    for failure in table.failures:
        print(f"FAILED {failure}")
    return 1 if table.failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
