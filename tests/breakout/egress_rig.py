"""The world outside of a session's network: a wire, hosts that listen, services of the machine.

Runs as: root, in a throw-away machine. What arrives here is what counts, not what the session says.
"""
import fcntl
import os
import pathlib
import re
import socket
import struct
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))
from name_server import NameServer  # noqa: E402
from pam_rig import DEADLINE  # noqa: E402

FOREIGN, FOREIGN6, DNS, ALLOWED_ADDRESS, UPSTREAM = ("198.51.100.7", "2001:db8::7", "198.51.100.53", "198.51.100.1",
                                                     "198.51.100.80")
ALLOWED = "webmail.academie.example"
SOCKETS = ("/run/dbus/system_bus_socket", "/run/nscd/socket", "/run/systemd/resolve/io.systemd.Resolve",
           "/run/NetworkManager/private", "/run/avahi-daemon/socket", "/run/cups/cups.sock", "/run/docker.sock")
ETH_P_ALL = 3
TOKEN = re.compile(rb"(inside|outside)-[a-z0-9-]+")

# No token of theirs can arrive: the attempt itself is what is asserted on.
TUNNEL = f"""\
import os, socket, sys
def tunnel(target="{ALLOWED}:443"):
    proxy = socket.create_connection(("127.0.0.1", 3128))
    proxy.sendall(f"CONNECT {{target}} HTTP/1.1\\r\\nHost: {{target}}\\r\\n\\r\\n".encode())
    return proxy, proxy.recv(1000).split(b"\\r\\n")[0].decode()
def say(*words):
    print(*words, file=sys.stderr, flush=True)
def end():
    os.write(3, b"reason=idle\\n")
    os._exit(34)
"""


def proxies():
    """The processes of kiosk-proxy that take connections: those whose parent is none of them."""
    found = {}
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = path.read_text().split(" (", 1)
            name, rest = rest.rsplit(") ", 1)
        except OSError:
            continue
        if name == "kiosk-proxy" and rest[0] not in "ZX":
            found[int(pid)] = int(rest.split()[1])
    return [pid for pid, parent in found.items() if parent not in found]


class World:
    """Every token that reached a listener or was seen in a packet, on the wire or on loopback."""

    def __init__(self):
        self.tokens, self.requests = set(), []
        self._changed = threading.Condition(threading.RLock())
        self._make_wire()
        for family, address in (
                (socket.AF_INET, (FOREIGN, 443)), (socket.AF_INET6, (FOREIGN6, 443)), (socket.AF_INET, (DNS, 53)),
                (socket.AF_INET, (ALLOWED_ADDRESS, 443)), (socket.AF_INET, (ALLOWED_ADDRESS, 25)),
                (socket.AF_INET, ("127.0.0.1", 631)), (socket.AF_INET6, ("::1", 631)),
                (socket.AF_UNIX, "\0egress-service"), (socket.AF_VSOCK, (socket.VMADDR_CID_ANY, 7777))):
            self._serve(family, address, self._answer)
        for path in SOCKETS:
            pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
            self._serve(socket.AF_UNIX, path, self._answer)
            os.chmod(path, 0o666)
        self._serve(socket.AF_INET, ("127.0.0.1", 3128), self._open_proxy)
        self._serve(socket.AF_INET, (UPSTREAM, 3128), self._upstream)
        self.upstream_answer = b"HTTP/1.1 200 OK\r\nVia: school\r\n\r\n"  # None: it says nothing
        self.names = NameServer(DNS)

    def _make_wire(self):
        self.wire = os.open("/dev/net/tun", os.O_RDWR)
        fcntl.ioctl(self.wire, 0x400454ca, struct.pack("16sH22x", b"wire", 0x1002))  # TUNSETIFF: a tap
        for address in (f"{FOREIGN}/24", f"{FOREIGN6}/64", f"{DNS}/32", f"{ALLOWED_ADDRESS}/32", f"{UPSTREAM}/32"):
            subprocess.run(["ip", "address", "add", address, "dev", "wire", *(["nodad"] if ":" in address else [])],
                           check=True)
        subprocess.run(["ip", "link", "set", "wire", "up"], check=True)
        subprocess.run(["ip", "route", "add", "default", "dev", "wire"], check=True)
        pathlib.Path("/etc/hosts").write_text(
            f"127.0.0.1 localhost\n{ALLOWED_ADDRESS} {ALLOWED}\n{FOREIGN} foreign.example\n")
        pathlib.Path("/etc/resolv.conf").unlink(missing_ok=True)
        pathlib.Path("/etc/resolv.conf").write_text(f"nameserver {DNS}\noptions timeout:1 attempts:1\n")
        packets = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        self._thread(self._watch, packets)

    @staticmethod
    def _thread(function, *arguments):
        threading.Thread(target=function, args=arguments, daemon=True).start()

    def _serve(self, family, address, function):
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind(address)
        listener.listen()

        def accept():
            while True:
                self._thread(function, listener.accept()[0])
        self._thread(accept)

    def _note(self, data):
        # In a DNS question the token follows its length; nothing else of it differs.
        found = {match.group().decode() for match in TOKEN.finditer(data)}
        with self._changed:
            self.tokens |= found
            self._changed.notify_all()

    def _watch(self, packets):
        while True:
            self._note(packets.recv(65535))

    def _answer(self, connection):
        with connection:
            while data := connection.recv(4096):
                self._note(data)
                connection.sendall(b"ok")

    def _open_proxy(self, connection):
        """What a proxy that lets everyone through would do: it shows that the tokens behind it are seen."""
        with connection, socket.create_connection((FOREIGN, 443)) as host:
            connection.recv(4096)
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            host.sendall(connection.recv(4096))
            connection.sendall(host.recv(100))

    def _upstream(self, connection):
        with connection:
            request = connection.recv(4096)
            with self._changed:
                self.requests.append(request.decode())
                self._changed.notify_all()
            if self.upstream_answer:
                connection.sendall(self.upstream_answer)
            try:
                while data := connection.recv(4096):
                    self._note(data)
                    connection.sendall(b"by way of the school")
            except ConnectionResetError:
                pass

    def wait_for(self, where, names):
        with self._changed:
            self._changed.wait_for(lambda: names <= self.arrived(where), DEADLINE)
            missing = names - self.arrived(where)
            assert not missing, f"did not arrive from {where}: {sorted(missing)}"

    def arrived(self, where):
        with self._changed:
            return {token.removeprefix(where + "-") for token in self.tokens if token.startswith(where + "-")}
