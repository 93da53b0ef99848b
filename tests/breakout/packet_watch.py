"""Sees every packet of the machine's loopback, so that "no contact" is no program's own word.

Runs as: root, inside tests/throw-away-machine.
"""
import collections
import socket
import struct
import threading

ETH_P_IP = 0x0800
TCP, UDP, DNS_PORT = 6, 17, 53

Contact = collections.namedtuple("Contact", "address protocol port")


def _dns_name(query):
    """The first name that a DNS message asks for."""
    labels, at = [], 12
    while at < len(query) and 0 < query[at] < 64:
        labels.append(query[at + 1:at + 1 + query[at]].decode("ascii", "replace").lower())
        at += 1 + query[at]
    return ".".join(labels)


class PacketWatch:
    """Collects whom packets were sent to, and which names a DNS server was asked for."""

    def __init__(self):
        self._contacts, self._names = set(), set()
        self._lock = threading.Lock()
        # Cooked: each packet begins with its IP header.
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_IP))
        self._socket.bind(("lo", ETH_P_IP))
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self):
        while True:
            try:
                packet = self._socket.recv(65535)
            except OSError:
                return
            header = (packet[0] & 15) * 4
            protocol, address = packet[9], socket.inet_ntoa(packet[16:20])
            port = struct.unpack_from("!H", packet, header + 2)[0] if protocol in (TCP, UDP) else 0
            with self._lock:
                self._contacts.add(Contact(address, protocol, port))
                if protocol == UDP and port == DNS_PORT:
                    self._names.add(_dns_name(packet[header + 8:]))

    def contacts(self):
        with self._lock:
            return set(self._contacts)

    def names(self):
        with self._lock:
            return set(self._names)

    def clear(self):
        with self._lock:
            self._contacts.clear()
            self._names.clear()

    def close(self):
        self._socket.close()
