"""The log of requests that tests assert on: method, host and path, never a query or a body.

Runs as: the test servers.
"""
import threading
import time


class RequestLog:
    """Numbered entries; a reader may wait for one, so that no test has to sleep."""

    def __init__(self):
        self._entries = []
        self._number = 0
        self._changed = threading.Condition()

    def add(self, kind, method, host, path):
        """KIND is "connect" (a TCP connection, whatever it carries), "request", or "held" (by a fault)."""
        with self._changed:
            self._number += 1
            self._entries.append({
                "number": self._number, "time": time.time(), "kind": kind,
                "method": method, "host": host, "path": path,
            })
            self._changed.notify_all()

    def since(self, number):
        with self._changed:
            return [entry for entry in self._entries if entry["number"] > number]

    def clear(self):
        """Forgets the entries; numbers go on counting."""
        with self._changed:
            self._entries.clear()

    def wait(self, wanted, number, seconds):
        """The first entry after NUMBER that has all pairs of WANTED, or None after SECONDS."""
        def find():
            return next((entry for entry in self._entries if entry["number"] > number
                         and wanted.items() <= entry.items()), None)

        with self._changed:
            self._changed.wait_for(find, timeout=seconds)
            return find()
