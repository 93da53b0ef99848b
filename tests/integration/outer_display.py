"""A display that holds the kiosk's as a window. What is typed and clicked here comes from real devices there, where
XTEST would not count as a person; and what is seen here is what a person sees, whichever X server is down.

Runs as: the rigs.
"""
import functools
import os
import re
import subprocess

INPUT = {"key", "keydown", "keyup", "type", "mousemove", "mousemove_relative", "click", "mousedown", "mouseup"}
MODIFIERS = {"ctrl", "alt", "shift", "super", "meta"}


class OuterDisplay:
    def __init__(self, size="1280x800", number=57):
        self.environment = {"DISPLAY": f":{number}", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        read, write = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", f":{number}", "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset", "-displayfd", str(write)],
            pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as ready:  # to its newline: the server dies when it cannot write all of it
            assert ready.readline().endswith("\n"), "Xvfb did not start"

    @functools.cached_property
    def _symbols(self):
        """The names on the keyboard: the inner server has the same, and learns of no change."""
        table = subprocess.run(["xmodmap", "-pke"], env=self.environment, check=True, capture_output=True, text=True).stdout
        return set(re.findall(r"\w+", table)) | MODIFIERS

    def can_type(self, words):
        """Whether WORDS, of xdotool, are nothing but input that this display's keyboard can make."""
        if not words or words[0] not in INPUT or not all(word.isascii() for word in words):
            return False
        return words[0] != "key" or all(
            symbol in self._symbols for word in words[1:] if word[0] not in "-0123456789" or len(word) == 1
            for symbol in word.split("+"))

    def xdotool(self, *words, deadline=60):
        subprocess.run(["xdotool", *words], env=self.environment, check=True, capture_output=True, timeout=deadline)

    def close(self):
        self.server.terminate()
        self.server.wait()
