"""The places where a session could leave something, and their search.

Runs as: root, in a throw-away machine on a disk image.
"""
import ctypes
import os
import pathlib
import re
import socket
import subprocess
import threading
import time

from ends import find
from search import Search
from story import LOG, RUN_DIR, USER, processes

OWN = pathlib.Path("/run/residue")  # the test's own files
DISK, DEVICES = OWN / "disk", OWN / "devices"
PLACES = ("disk blocks", "disk files", "shared files", "memory files", "swap", "next session", "processes", "kernel",
          "logs")
PRIVATE = ("home/" + USER, "tmp", "var/tmp", "dev/shm", "run/user")
OF_NETWORK = ("net/unix", "net/tcp", "net/tcp6", "net/udp", "net/netlink")
OF_IPC = ("sysvipc/shm", "sysvipc/msg", "sysvipc/sem")
OF_MACHINE = ("keys", "key-users", "locks", "swaps", "timer_list")
SERVERS = ("webmail.stand_in", "webmail.foreign", "/usr/sbin/lighttpd", "/usr/sbin/dovecot",
           "/usr/bin/php-cgi")
KERNEL_LOG_READ_ALL, KERNEL_LOG_SIZE = 3, 10  # of syslog(2)


class SystemLog:
    """/dev/log, whose messages go to a file; /dev is a copy then, so that the real one stays as it is."""

    def __init__(self, file):
        DEVICES.mkdir()
        changes = OWN / "device-changes"
        for folder in ("upper", "work"):
            (changes / folder).mkdir(parents=True)
        subprocess.run(["mount", "--rbind", "/dev", DEVICES], check=True)
        subprocess.run(["mount", "-t", "overlay", "overlay", "/dev", "-o",
                        f"lowerdir=/dev,upperdir={changes}/upper,workdir={changes}/work"], check=True)
        for line in pathlib.Path("/proc/self/mounts").read_text().splitlines():
            path = line.split()[1]
            if path.startswith(f"{DEVICES}/") and os.path.exists(path.replace(str(DEVICES), "/dev", 1)):
                subprocess.run(["mount", "--bind", path, path.replace(str(DEVICES), "/dev", 1)], check=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind("/dev/log")
        os.chmod("/dev/log", 0o666)
        self._file = file
        threading.Thread(target=self._copy, daemon=True).start()

    def _copy(self):
        with self._file.open("ab", buffering=0) as file:
            while True:
                file.write(self._socket.recv(1 << 16) + b"\n")


def kernel_log():
    libc = ctypes.CDLL(None, use_errno=True)
    size = libc.klogctl(KERNEL_LOG_SIZE, None, 0)
    text = ctypes.create_string_buffer(max(size, 1))
    length = libc.klogctl(KERNEL_LOG_READ_ALL, text, size)
    return text.raw[:length] if length > 0 else b""


def mounts():
    """(what, where, its kind), as this process sees them."""
    return [line.split()[:3] for line in pathlib.Path("/proc/self/mounts").read_text().splitlines()]


def session_of(pid):
    """The id of the session, in the terminal's sense, of a process."""
    try:
        return int(pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[3])
    except OSError:
        return None


def namespaces(kind):
    """One process of each namespace of KIND that there is."""
    found = {}
    for pid in processes():
        try:
            found.setdefault(os.readlink(f"/proc/{pid}/ns/{kind}"), pid)
        except OSError:
            continue
    return sorted(found.values())


class Machine:
    """Made once everything is installed and the servers run, before the first session."""

    def __init__(self, image):
        self.image, self.start = image, time.time()
        self.system_log = SystemLog(LOG.with_name("system.log"))
        device = subprocess.run(["losetup", "--noheadings", "--output", "NAME", "--associated", image], check=True,
                                capture_output=True, text=True).stdout.strip()
        DISK.mkdir()
        subprocess.run(["mount", device, DISK], check=True)
        subprocess.run(["mount", "-o", "remount,bind,ro", DISK], check=True)

    @staticmethod
    def own():
        """This test and its servers, which know the canaries by right."""
        running = processes()
        servers = {session_of(pid) for pid, words in running.items() if set(words) & set(SERVERS)} - {None}
        return {os.getpid()} | {pid for pid in running if session_of(pid) in servers}

    def shares(self):
        """The real folders that this machine can write to."""
        return sorted({path for what, path, kind in mounts() if kind in ("ext4", "xfs", "btrfs", "ext3", "ext2", "f2fs")
                       and path != str(DISK)})

    def search(self, prefix, secrets=()):
        """Everything, place by place."""
        search = Search(prefix, secrets)
        for place in PLACES:
            search.data(place, "", b"")
        self._disk(search)
        self._files(search)
        for pid in processes().keys() - self.own():
            search.process("processes", pid)
        for pid in find("libexec/webmail-kiosk/kiosk-session"):
            for folder in PRIVATE:
                search.tree("next session", f"/proc/{pid}/root/{folder}")
        self._kernel(search)
        for log in LOG.parent.glob("*.log"):
            if log in (LOG, LOG.with_name("system.log")):
                search.data("logs", str(log), log.read_bytes())
        search.data("logs", "the kernel's log", kernel_log())
        return search

    def _disk(self, search):
        subprocess.run(["sync", "--file-system", "/"], check=True)
        descriptor = os.open(self.image, os.O_RDONLY)
        search.stream("disk blocks", "block device", descriptor)
        os.close(descriptor)

    def _files(self, search):
        for upper in DISK.glob("upper*"):
            search.tree("disk files", str(upper))
        for share in self.shares():
            search.tree("shared files", share, leave_out=(self.image,), since=self.start)
        for _, path, kind in mounts():
            if kind in ("tmpfs", "ramfs", "mqueue", "devtmpfs") and not path.startswith(str(OWN)):
                search.tree("memory files", path, leave_out=(RUN_DIR, str(OWN)))
        for line in pathlib.Path("/proc/swaps").read_text().splitlines()[1:]:
            descriptor = os.open(line.split()[0], os.O_RDONLY)
            search.stream("swap", line.split()[0], descriptor)
            os.close(descriptor)

    @staticmethod
    def _kernel(search):
        """The kernel's lists, as the processes of each namespace see them."""
        def list_of(path):
            try:
                search.data("kernel", path, pathlib.Path(path).read_bytes())
            except OSError:  # the process is gone, or the kernel has no such list
                pass

        for pid in namespaces("net"):
            for name in OF_NETWORK:
                list_of(f"/proc/{pid}/{name}")
        for pid in namespaces("mnt"):
            list_of(f"/proc/{pid}/mountinfo")
        for pid in namespaces("ipc"):
            lists = [f"/proc/{name}" for name in OF_IPC]
            result = subprocess.run(["nsenter", f"--target={pid}", "--ipc", "cat", *lists], capture_output=True)
            search.data("kernel", f"IPC of {pid}", result.stdout)
        for name in OF_MACHINE:
            list_of(f"/proc/{name}")


def swap_of_this_machine():
    lines = pathlib.Path("/proc/swaps").read_text().splitlines()[1:]
    return "; ".join(re.sub(r"\s+", " ", line) for line in lines) or "none"
