"""A system bus with a logind on it, as far as delay locks go: https://systemd.io/INHIBITOR_LOCKS/.

Runs as: root, in a throw-away machine. systemd-logind itself needs systemd as process 1.
"""
import os
import pathlib
import select
import subprocess

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

SOCKET = pathlib.Path("/run/dbus/system_bus_socket")
CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path=/run/dbus/system_bus_socket</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy></busconfig>"""
INTERFACE = """<node><interface name="org.freedesktop.login1.Manager">
<method name="Inhibit"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="h" direction="out"/></method>
<signal name="PrepareForSleep"><arg type="b"/></signal><signal name="PrepareForShutdown"><arg type="b"/></signal>
</interface></node>"""
PATH, NAME, MANAGER = "/org/freedesktop/login1", "org.freedesktop.login1", "org.freedesktop.login1.Manager"


class Logind:
    def __init__(self):
        SOCKET.parent.mkdir(exist_ok=True)
        SOCKET.unlink(missing_ok=True)
        config = pathlib.Path("/run/stand-in-bus.conf")
        config.write_text(CONFIG)
        self.daemon = subprocess.Popen(["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile",
                                        "--print-address=1"], stdout=subprocess.PIPE, text=True)
        self.daemon.stdout.readline()
        self.bus = Gio.DBusConnection.new_for_address_sync(
            f"unix:path={SOCKET}", Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
            Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self.locks, self.asked = [], []  # our ends of the pipes; (uid, words) of each call
        node = Gio.DBusNodeInfo.new_for_xml(INTERFACE)
        self.bus.register_object(PATH, node.interfaces[0], self._on_call, None, None)
        self.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                           GLib.Variant("(su)", (NAME, 0)), None, Gio.DBusCallFlags.NONE, -1, None)

    def _on_call(self, connection, sender, _path, _interface, _method, parameters, invocation):
        uid = connection.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                   "GetConnectionUnixUser", GLib.Variant("(s)", (sender,)), None,
                                   Gio.DBusCallFlags.NONE, -1, None).unpack()[0]
        ours, theirs = os.pipe()
        self.locks.append(ours)
        self.asked.append((uid, parameters.unpack()))
        descriptors = Gio.UnixFDList.new_from_array([theirs])  # takes it over
        invocation.return_value_with_unix_fd_list(GLib.Variant("(h)", (0,)), descriptors)

    def wait_for_lock(self, seconds):
        """Until one more lock was taken."""
        wanted, context = len(self.locks) + 1, GLib.MainContext.default()
        timed_out = []
        GLib.timeout_add_seconds(seconds, lambda: timed_out.append(1))
        while len(self.locks) < wanted:
            assert not timed_out, "nobody took a delay lock"
            context.iteration(True)

    def say(self, signal, begins):
        self.bus.emit_signal(None, PATH, MANAGER, signal, GLib.Variant("(b)", (begins,)))
        self.bus.flush_sync(None)

    def is_held(self):
        return not select.select([self.locks[-1]], [], [], 0)[0]

    def wait_for_release(self, seconds):
        assert select.select([self.locks[-1]], [], [], seconds)[0], "the delay lock is still held"

    def close(self):
        self.bus.close_sync(None)
        self.daemon.terminate()
        self.daemon.wait()
        SOCKET.unlink(missing_ok=True)
