"""Proves that the search finds what is there: plants each form of a canary in each place.

Runs as: root, in a throw-away machine.
"""
import base64
import contextlib
import ctypes
import io
import lzma
import pathlib
import quopri
import secrets
import socket
import string
import subprocess
import syslog
import time
import urllib.parse
import zipfile
import zlib

from ends import find
from places import OWN, PRIVATE, kernel_log
from story import DEADLINE, LOG

ADD_KEY, PROCESS_KEYRING = 248, -2  # the system call's number on x86-64
HOLD = "import sys; kept = sys.stdin.buffer.read(); print(len(kept), flush=True); import time; time.sleep(1000)"
LISTEN = "import socket, sys; s = socket.socket(socket.AF_UNIX); s.bind(chr(0) + sys.stdin.read()); " \
         "print(1, flush=True); import time; time.sleep(1000)"


def random_prefix():
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(12))


def _zip(data):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("file", data)
    return file.getvalue()


def _zstd(data):
    return subprocess.run(["zstd", "--quiet"], input=data, stdout=subprocess.PIPE, check=True).stdout


def forms(prefix):
    """Name → a content with PREFIX in it. The name is in what the search finds, or is the form's."""
    made = {"utf8": f"{prefix}utf8é".encode()}
    made |= {name: f"{prefix}{name}é".encode(name) for name in ("utf_16_le", "utf_16_be", "latin_1")}
    for name, pack in (("gzip", lambda data: zlib.compress(data, wbits=31)), ("zlib", zlib.compress), ("zip", _zip),
                       ("zstd", _zstd), ("xz", lzma.compress)):
        made[name] = pack(f"{prefix}packed ".encode() * 9)
    for shift in range(3):
        made[f"base64 {shift}"] = base64.b64encode(b"ab"[:shift] + f"{prefix}".encode() + b"c")
    made["quoted"] = quopri.encodestring(f"é{prefix}quotedé".encode())
    made["url"] = urllib.parse.quote(f"é{prefix}urlé").encode()
    return made


def _process(program, data, *before):
    process = subprocess.Popen([*before, "/usr/bin/python3", "-BIc", program], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE)
    process.stdin.write(data)
    process.stdin.close()
    process.stdout.readline()
    return process


@contextlib.contextmanager
def _running(process):
    try:
        yield
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _write(folders, prefix, contents):
    """One file per form, one whose name counts; returns them all."""
    paths = []
    for folder in folders:
        for name, content in contents.items():
            paths.append(pathlib.Path(folder, name))
            paths[-1].write_bytes(bytes(64) + content + bytes(8192))
        paths.append(pathlib.Path(folder, f"{prefix}name"))
        paths[-1].touch()
    return paths


def _log(prefix):
    """One message by the system's log, one by the kiosk's; returns when the first has come."""
    syslog.syslog(f"{prefix}syslog")
    with LOG.open("a") as file:
        file.write(f"{prefix}kiosklog\n")
    file = LOG.with_name("system.log")
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline and f"{prefix}syslog" not in file.read_text():
        time.sleep(0.01)


@contextlib.contextmanager
def _in_kernel(prefix):
    mount = OWN / "control"
    mount.mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"\0{prefix}socket")
        ctypes.CDLL(None).syscall(ADD_KEY, b"user", f"{prefix}key".encode(), b"1", 1, PROCESS_KEYRING)
        subprocess.run(["mount", "-t", "tmpfs", f"{prefix}mount", mount], check=True)
        try:
            yield
        finally:
            subprocess.run(["umount", mount], check=True)


def plant(machine, table):
    """In the machine, where no session runs."""
    prefix = random_prefix()
    contents = forms(prefix)
    share = pathlib.Path(machine.image).parent
    paths = _write(("/var/tmp", "/dev/shm", share), prefix, contents)
    deleted = pathlib.Path("/var/tmp/deleted")
    deleted.write_bytes(f"{prefix}deleted".encode() + bytes(8192))
    subprocess.run(["sync", "--file-system", "/"], check=True)
    deleted.unlink()
    _log(prefix)
    with _running(_process(HOLD, bytes(64).join(contents.values()))), _in_kernel(prefix):
        search = machine.search(prefix)
    files = [*contents, "name"]
    table.must_be_found("control: the machine", search, {
        "disk blocks": [*contents, "deleted"], "disk files": files, "shared files": files, "memory files": files,
        "processes": list(contents), "kernel": ["socket", "key", "mount"], "logs": ["syslog", "kiosklog"]})
    if not kernel_log():
        table.fail("control: the machine", "the kernel's log cannot be read")
    for path in paths:
        path.unlink()


def plant_in_session(machine, table):
    """In the folders, the network and a process of a session that runs."""
    prefix = random_prefix()
    contents = forms(prefix)
    session, = find("libexec/webmail-kiosk/kiosk-session")
    paths = _write([f"/proc/{session}/root/{folder}" for folder in PRIVATE], prefix, contents)
    enter = ["nsenter", f"--target={session}", "--net", "--ipc"]
    with _running(_process(LISTEN, f"{prefix}socket".encode(), *enter)):
        search = machine.search(prefix)
    table.must_be_found("control: an open session", search, {
        "next session": [*contents, "name"], "kernel": ["socket"], "processes": ["socket"]})
    for path in paths:
        path.unlink()
