"""A DNS server that has one answer to every question.

Runs as: a thread of root's tests.
"""
import socket
import struct
import threading


class NameServer:
    """ANSWER: a code of DNS (RFC 1035: 0 with no address, 2 SERVFAIL, 3 NXDOMAIN), an IPv4 address, None for silence."""

    def __init__(self, address, answer=None):
        self.answer = answer
        self._server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._server.bind((address, 53))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            query, client = self._server.recvfrom(4096)
            if self.answer is None:
                continue
            code = self.answer if isinstance(self.answer, int) else 0
            end = query.index(b"\0", 12) + 5
            records = b""
            if isinstance(self.answer, str) and query[end - 4:end - 2] == b"\0\1":
                records = b"\xc0\x0c\0\1\0\1\0\0\0\0\0\4" + socket.inet_aton(self.answer)
            self._server.sendto(query[:2] + struct.pack(">HHHHH", 0x8180 | code, 1, bool(records), 0, 0)
                                + query[12:end] + records, client)
