"""Reads the screen as a screen reader does, by AT-SPI: one JSON order a line on stdin, one answer a line on stdout.

Runs as: the kiosk user, in the namespaces of a running session, started by e2e_rig.py.

It speaks the protocol itself: libatspi 2.46 locks up when an event comes in during a call of its own. From it come only
the names of the roles.
"""
import json
import os
import re
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

REGISTRY = "org.a11y.atspi.Registry"
ROOT = "/org/a11y/atspi/accessible/root"
ACCESSIBLE, TEXT, COMPONENT, ACTION = (f"org.a11y.atspi.{name}" for name in (
    "Accessible", "Text", "Component", "Action"))
EVENTS = ("object:children-changed", "object:state-changed", "object:property-change", "object:text-changed",
          "document:load-complete")
STATES = {1: "active", 4: "checked", 7: "editable", 8: "enabled", 11: "focusable", 12: "focused", 16: "modal",
          24: "sensitive", 25: "showing", 30: "visible"}  # of AtspiStateType
LOOK_AGAIN_SECONDS = 0.25  # for changes that WebKit announces by no event
CALL_SECONDS = 5
TRIES = 20  # of an order whose object the page replaced between finding and asking it
DEPTH = 60


class Item:
    """An accessible object: a name on the bus, a path."""

    def __init__(self, bus, owner, path):
        self.bus, self.owner, self.path = bus, owner, path

    def call(self, interface, method, arguments=None):
        answer = self.bus.call_sync(self.owner, self.path, interface, method, arguments, None,
                                    Gio.DBusCallFlags.NONE, CALL_SECONDS * 1000, None)
        return answer.unpack()

    def get(self, interface, name):
        return self.call("org.freedesktop.DBus.Properties", "Get", GLib.Variant("(ss)", (interface, name)))[0]

    def role(self):
        return Atspi.role_get_name(Atspi.Role(self.call(ACCESSIBLE, "GetRole")[0]))  # WebKit names none itself

    def name(self):
        return self.get(ACCESSIBLE, "Name")

    def states(self):
        low = self.call(ACCESSIBLE, "GetState")[0][0]
        return {name for bit, name in STATES.items() if low >> bit & 1}

    def text(self):
        """What is written in the object itself."""
        if TEXT not in self.call(ACCESSIBLE, "GetInterfaces")[0]:
            return ""
        return self.call(TEXT, "GetText", GLib.Variant("(ii)", (0, -1)))[0]

    def box(self):
        try:
            return self.call(COMPONENT, "GetExtents", GLib.Variant("(u)", (0,)))[0]
        except GLib.Error:
            return None

    def children(self):
        try:
            found = self.call(ACCESSIBLE, "GetChildren")[0]
            if not found and self.get(ACCESSIBLE, "ChildCount") == 1:  # the page: GTK's bridge leaves it out above
                found = [self.call(ACCESSIBLE, "GetChildAtIndex", GLib.Variant("(i)", (0,)))[0]]
        except GLib.Error:
            return []  # it went while we looked
        return [Item(self.bus, owner, path) for owner, path in found if owner and not path.endswith("/null")]

    def matches(self, role, name, state):
        """By role (None: any), by name or text as a regular expression, by a state (None: any)."""
        try:
            if (role and self.role() != role) or (state and state not in self.states()):
                return False
            return re.search(name, self.name()) or re.search(name, self.text())
        except GLib.Error:
            return False

    def describe(self):
        return {"role": self.role(), "name": self.name(), "states": sorted(self.states()), "box": self.box(),
                "description": self.get(ACCESSIBLE, "Description"), "text": self.text()}


def walk(item, depth=0):
    """(ITEM and all below it, depth), from the top to the bottom."""
    if depth > DEPTH:
        return
    yield item, depth
    for child in item.children():
        yield from walk(child, depth + 1)


class Reader:
    def __init__(self):
        flags = Gio.DBusConnectionFlags
        self.bus = Gio.DBusConnection.new_for_address_sync(
            os.environ["AT_SPI_BUS_ADDRESS"], flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)
        self.screen = Item(self.bus, REGISTRY, ROOT)
        self.changed = False
        self.kept = None
        self.bus.signal_subscribe(None, None, None, None, None, Gio.DBusSignalFlags.NONE, self._on_event)
        registry = Item(self.bus, REGISTRY, "/org/a11y/atspi/registry")
        for kind in EVENTS:
            registry.call(REGISTRY, "RegisterEvent", GLib.Variant("(sass)", (kind, [], "")))

    def _on_event(self, *_):
        self.changed = True

    def _wait_for_change(self, seconds):
        context, over = GLib.MainContext.default(), []
        source = GLib.timeout_add(int(1000 * min(seconds, LOOK_AGAIN_SECONDS)) + 1, lambda: over.append(True))
        while not self.changed and not over:
            context.iteration(True)
        if not over:
            GLib.source_remove(source)
        while context.iteration(False):  # one look for a burst of events
            pass
        self.changed = False

    def look(self, role, name, state):
        return next((item for item, _ in walk(self.screen) if item.matches(role, name, state)), None)

    def wait(self, role, name, state, seconds, gone=False):
        """The item once it is there, or None once it is GONE; an error when the time is over."""
        deadline = time.monotonic() + seconds
        while True:
            item = self.look(role, name, state)
            if bool(item) != gone:
                return item
            left = deadline - time.monotonic()
            if left <= 0:
                raise LookupError(f"{'still' if gone else 'no'} {role} {name!r} ({state}) in:\n{self.outline()}")
            self._wait_for_change(left)

    def outline(self):
        lines = []
        for item, depth in walk(self.screen):
            try:
                hidden = "" if "showing" in item.states() else " (hidden)"
                lines.append(f"{'  ' * depth}{item.role()} {item.name()!r} {item.text()!r}{hidden}")
            except GLib.Error:
                continue
        return "\n".join(lines)

    def reread(self):
        """What the kept object says now: its name, and the texts of all below it; "" once it is gone."""
        try:
            return " ".join([self.kept.name(), *(item.text() for item, _ in walk(self.kept))])
        except GLib.Error:
            return ""

    def do(self, order, role=None, name="", state="showing", seconds=40, gone=False):
        if order == "outline":
            return self.outline()
        if order == "all":
            return [item.describe() for item, _ in walk(self.screen) if item.matches(role, name, state)]
        if order == "reread":
            return self.reread()
        item = self.wait(role, name, state, seconds, gone)
        if order == "keep":
            self.kept = item
            return self.reread()
        if order == "act":
            return item.call(ACTION, "DoAction", GLib.Variant("(i)", (0,)))[0]
        if order == "focus":
            return item.call(COMPONENT, "GrabFocus")[0]
        if order == "below":
            return [each.describe() for each, _ in walk(item)]
        return item and item.describe()


def is_gone(error):
    return any(error.matches(Gio.DBusError.quark(), code) for code in (
        Gio.DBusError.UNKNOWN_METHOD, Gio.DBusError.UNKNOWN_OBJECT, Gio.DBusError.UNKNOWN_INTERFACE))


def obey(reader, order):
    for _ in range(TRIES):
        try:
            return reader.do(**order)
        except GLib.Error as error:
            if not is_gone(error):
                raise
    return reader.do(**order)


def main():
    reader = Reader()
    print("true", flush=True)
    for line in sys.stdin:
        try:
            answer = {"result": obey(reader, json.loads(line))}
        except (LookupError, GLib.Error) as error:
            answer = {"error": str(error)}
        print(json.dumps(answer), flush=True)


main()
