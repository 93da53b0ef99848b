"""Programs that a session of pam-launch.py runs in the place of kiosk-session.

Runs as: the kiosk account, in a session.
"""
END = 'import os\nos.write(3, b"reason=idle\\n")\nos._exit(34)\n'
HOLD = 'import signal, sys\nprint("session: up", file=sys.stderr, flush=True)\nsignal.pause()\n'

# Everything a program can try that wants to stay: other sessions and groups, no mercy for signals, orphans of
# orphans, files wherever it may write, descriptors handed to the X server's side of the socket.
HOSTILE = r'''
import os, signal, socket, sys, time
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.signal(signal.SIGCHLD, signal.SIG_DFL)
for folder in (os.environ["HOME"], "/tmp", "/var/tmp", "/dev/shm", os.environ["XDG_RUNTIME_DIR"]):
    os.mkdir(folder + "/canary")
    with open(folder + "/canary/secret", "wb") as file:
        file.write(b"canary" * 1000)
    os.symlink("/etc/passwd", folder + "/link")
    os.mkfifo(folder + "/fifo")
    os.link(folder + "/canary/secret", folder + "/hard\nlink")
ready, told = os.pipe()
for generation in range(4):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.chdir("/tmp/canary")
            kept = open("/dev/shm/canary/secret")
            abstract = socket.socket(socket.AF_UNIX)
            os.write(told, b".")
            while True:
                time.sleep(1000)
        os._exit(0)
    os.wait()
while len(os.read(ready, 1)) and generation:
    generation -= 1
denied = []
for path in ("/", "/etc", "/usr", "/home", "/home/dupont", "/run", "/var", "/var/log", "/var/lib", "/var/spool", "/root",
             "/run/webmail-kiosk", "/media", "/mnt", "/srv", "/opt", "/dev", "/boot"):
    try:
        open(path + "/canary", "w").close()
        print("session: wrote", path, file=sys.stderr)
    except OSError:
        denied.append(path)
print("session: denied", len(denied), file=sys.stderr)
for attempt in (lambda: os.setuid(0), lambda: os.kill(-1, signal.SIGTERM), lambda: os.kill(1, signal.SIGKILL)):
    try:
        attempt()
    except OSError:
        pass
os.write(3, b"reason=logout-button\n")
os._exit(32)
'''

LOOK = r'''
import json, os, socket, subprocess, sys
status = dict(line.split(":\t") for line in open("/proc/self/status").read().splitlines() if ":\t" in line)
keys = open("/proc/keys").read() if os.path.exists("/proc/keys") else ""
try:
    os.readlink("/proc/1/exe")
    traceable = True
except OSError:
    traceable = False
print("look", json.dumps({
    "environment": dict(os.environ), "arguments": sys.argv[1:], "cwd": os.getcwd(), "umask": os.umask(0o77),
    "pids": sorted(int(name) for name in os.listdir("/proc") if name.isdigit()),
    "descriptors": sorted(int(name) for name in os.listdir("/proc/self/fd"))[:-1],
    "stdin": os.readlink("/proc/self/fd/0"),
    "status": status, "host": socket.gethostname(), "parent": os.getppid(), "session": os.getsid(0) == os.getpid(),
    "ids": [os.getresuid(), os.getresgid(), os.getgroups()], "traceable": traceable,
    "namespaces": {name: os.readlink("/proc/self/ns/" + name) for name in ("pid", "mnt", "ipc", "uts", "net")},
    "display": subprocess.run(["xdpyinfo"], capture_output=True).returncode,
    "without": subprocess.run(["xdpyinfo"], capture_output=True,
                              env=os.environ | {"XAUTHORITY": "/dev/null"}).returncode,
    "authority": oct(os.stat(os.environ["XAUTHORITY"]).st_mode),
    "sandbox": subprocess.run(["bwrap", "--unshare-all", "--ro-bind", "/usr", "/usr", "--symlink", "usr/lib", "/lib",
                               "--symlink", "usr/lib64", "/lib64", "--proc", "/proc", "--dev", "/dev",
                               "/usr/bin/true"], capture_output=True).returncode,
}), file=sys.stderr, flush=True)
''' + END
