"""The lines that a program writes, as events of a test.

Runs as: the rigs.
"""
import re
import threading
import time


class Lines:
    """What a stream carried so far; waiting is for a line, never for a time."""

    def __init__(self, stream, deadline, echo=False):
        """DEADLINE, in seconds: a line that has not come by then does not come. ECHO: pytest shows the
        lines of a test that fails."""
        self.lines, self._next, self._closed = [], 0, False
        self._deadline, self._echo = deadline, echo
        self._changed = threading.Condition()
        threading.Thread(target=self._read, args=(stream,), daemon=True).start()

    def _read(self, stream):
        for line in stream:
            if self._echo:
                print(line, end="")
            with self._changed:
                self.lines.append(line.rstrip("\n"))
                self._changed.notify_all()
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def wait_for(self, pattern, seconds=None):
        """The match of the next line that has PATTERN, after the one found before."""
        deadline = time.monotonic() + (seconds or self._deadline)
        place = self._next
        with self._changed:
            while True:
                while place < len(self.lines):
                    place += 1
                    found = re.search(pattern, self.lines[place - 1])
                    if found:
                        self._next = place
                        return found
                left = deadline - time.monotonic()
                assert not self._closed and left > 0, \
                    f"no line {pattern!r} after the line {self._next} of:\n" + "\n".join(self.lines)
                self._changed.wait(left)

    def wait_for_all(self, *patterns, seconds=None):
        """The matches of lines that come after the one found before, in whatever order their writers are heard."""
        start, furthest, found = self._next, self._next, []
        for pattern in patterns:
            self._next = start
            found.append(self.wait_for(pattern, seconds))
            furthest = max(furthest, self._next)
        self._next = furthest
        return found

    def count(self, pattern):
        with self._changed:
            return sum(bool(re.search(pattern, line)) for line in self.lines)

    def is_next(self, pattern):
        """Whether a line that has PATTERN came already, after the one found before."""
        with self._changed:
            return any(re.search(pattern, line) for line in self.lines[self._next:])
