"""A network with faults around the whole kiosk: names, a filter in the place of the webmail, the school's proxy.

Runs as: root, in a throw-away machine.
"""
import ctypes
import fcntl
import os
import pathlib
import re
import socket
import ssl
import struct
import subprocess
import threading

from e2e_rig import DEADLINE, process
from webmail.serving.control import RUN_DIR

WEBMAIL, WEBMAIL_ADDRESS = "webmail.academie.example", "127.0.0.10"
FILTER_ADDRESS, NOBODY_ADDRESS, PROXY_ADDRESS, PROXY_PORT = "127.0.0.50", "127.0.0.99", "127.0.0.60", 8888
HOSTS, RESOLV = pathlib.Path("/etc/hosts"), pathlib.Path("/etc/resolv.conf")
CERTIFICATES = pathlib.Path(RUN_DIR) / "certificates"
PAGE = b"<html><h1>Portail du r\xe9seau</h1></html>"
HTML = b"Content-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE


def name(address):
    """Where the webmail's name leads to; None: the name server is asked."""
    lines = [line for line in HOSTS.read_text().splitlines() if WEBMAIL not in line.split()]
    HOSTS.write_text("\n".join(lines + ([f"{address} {WEBMAIL}"] if address else [])) + "\n")


def ask_name_server(address):
    RESOLV.unlink(missing_ok=True)
    RESOLV.write_text(f"nameserver {address}\noptions timeout:1 attempts:1\n")


class Cable:
    """A network device of the machine; nothing is at its other end."""

    def __init__(self):
        self._tap = os.open("/dev/net/tun", os.O_RDWR)
        fcntl.ioctl(self._tap, 0x400454ca, struct.pack("16sH22x", b"cable", 0x1002))  # TUNSETIFF: a tap
        subprocess.run(["ip", "address", "add", "198.51.100.2/24", "dev", "cable"], check=True)
        subprocess.run(["ip", "link", "set", "cable", "up"], check=True)

    def pull(self):
        os.close(self._tap)


def certificate_of_filter():
    """A certificate for the webmail by an authority that nobody knows, as a filter makes it."""
    script = f"""cd {CERTIFICATES}; for name in filter-ca filter; do
            openssl ecparam -name prime256v1 -genkey -noout -out $name.key; done
        openssl req -x509 -new -utf8 -key filter-ca.key -days 30 -subj '/O=Filtre du rectorat/CN=Filtre CA' -out filter-ca.pem
        openssl req -new -utf8 -key filter.key -subj '/CN={WEBMAIL}' |
        openssl x509 -req -CA filter-ca.pem -CAkey filter-ca.key -days 30 -out filter.pem \\
            -extfile <(echo subjectAltName=DNS:{WEBMAIL}) 2>/dev/null
        cat filter-ca.pem >> filter.pem"""
    subprocess.run(["bash", "-eo", "pipefail", "-c", script], check=True)
    return "filter"


class Filter:
    """What answers on port 443 in the place of the webmail, by MODE: the name of a certificate, "plain", "reset"."""

    def __init__(self):
        certificate_of_filter()
        self.mode = "plain"
        self._listener = socket.create_server((FILTER_ADDRESS, 443))
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            threading.Thread(target=self._serve, args=[self._listener.accept()[0]], daemon=True).start()

    def _serve(self, connection):
        mode = self.mode
        with connection:
            if mode == "reset":
                connection.recv(100)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            if mode == "plain":
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://portail.example/\r\n" + HTML)
                return
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATES / f"{mode}.pem", CERTIFICATES / f"{mode}.key")
            try:
                with context.wrap_socket(connection, server_side=True) as page:
                    page.recv(4096)
                    page.sendall(b"HTTP/1.1 200 OK\r\n" + HTML)
            except OSError:
                pass


class SessionPackets:
    """Every packet in the network of the session."""

    def __init__(self):
        self._seen, self._lock = set(), threading.Lock()
        pid = process("kiosk-session")
        ready = threading.Event()
        # A thread has namespaces of its own; it stays in the session's for as long as that lasts.
        threading.Thread(target=self._watch, args=[pid, ready], daemon=True).start()
        assert ready.wait(DEADLINE)

    def _watch(self, pid, ready):
        libc = ctypes.CDLL(None, use_errno=True)
        with open(f"/proc/{pid}/ns/net", encoding="ascii") as space:
            assert libc.setns(space.fileno(), 0) == 0
        packets = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))  # ETH_P_ALL
        ready.set()
        while True:
            packet, (_, ether, *_) = packets.recvfrom(65535)
            with self._lock:
                self._seen.add(self._end(packet, ether))

    @staticmethod
    def _end(packet, ether):
        """(protocol, port): the lower port is the server's."""
        if ether != 0x0800:
            return f"ether {ether:#x}", 0
        header, protocol = (packet[0] & 15) * 4, {6: "tcp", 17: "udp"}.get(packet[9], f"ip {packet[9]}")
        return protocol, min(struct.unpack_from("!HH", packet, header))

    def ends(self):
        with self._lock:
            return set(self._seen)


class Answers:
    """The school's filter, on the proxy's port: it says ANSWER to every request, once it is free to."""

    def __init__(self, answer):
        self.answer = answer
        self.free = threading.Event()
        self.free.set()
        self._listener = socket.create_server((PROXY_ADDRESS, PROXY_PORT))
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection = self._listener.accept()[0]
            except OSError:
                return
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection):
        with connection:
            try:
                connection.recv(4096)
                self.free.wait(DEADLINE)
                connection.sendall(self.answer)
                connection.recv(4096)
            except OSError:
                pass

    def close(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


class Tinyproxy:
    """A real forward proxy, with more lines of its configuration."""

    def __init__(self, *lines):
        self.log = pathlib.Path("/run/tinyproxy.log")
        self.log.touch()
        self._begin = self.log.stat().st_size
        configuration = pathlib.Path("/run/tinyproxy.conf")
        configuration.write_text("\n".join([f"Port {PROXY_PORT}", f"Listen {PROXY_ADDRESS}", "Timeout 60", "MaxClients 60",
                                            f'LogFile "{self.log}"', "LogLevel Connect", "ConnectPort 443", *lines, ""]))
        self.process = subprocess.Popen(["/usr/bin/tinyproxy", "-d", "-c", configuration], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            try:
                socket.create_connection((PROXY_ADDRESS, PROXY_PORT)).close()
                return
            except ConnectionRefusedError:
                assert self.process.poll() is None, self.log.read_text()

    def connected(self):
        """The hosts that it was asked to connect to."""
        with open(self.log, encoding="utf-8", errors="replace") as log:
            log.seek(self._begin)
            return set(re.findall(r"CONNECT (\S+) HTTP", log.read()))

    def close(self):
        self.process.kill()
        self.process.wait()
