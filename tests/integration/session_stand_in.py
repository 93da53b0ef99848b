#!/usr/bin/python3
"""A small GTK 3 program in the browser's place: it speaks the channel and does what a test tells it.

Runs as: the kiosk user, started by kiosk-session. Orders come one a line over a socket in the runtime folder.
"""
import os
import signal
import socket
import sys

inherited = sorted(os.listdir("/proc/self/fd"))  # the last one is the listing's own

import gi  # noqa: E402

gi.require_version("Gtk", "3.0")
from gi.repository import GLib, Gtk  # noqa: E402

channel = socket.socket(fileno=3)
answers_pings = True
stays = False


def say(text):
    os.write(2, f"stand-in: {text}\n".encode())


def on_packet(*_):
    message = channel.recv(64).decode()
    if message == "ping":
        if answers_pings:
            channel.send(b"alive")
        return True
    say(f"got {message}")
    if message.startswith("end") and not stays:
        sys.stderr.flush()
        os._exit(0)
    return True


def open_dialog():
    dialog = Gtk.Dialog(title="stand-in dialog", transient_for=window, modal=True)
    dialog.set_default_size(300, 200)
    dialog.show_all()
    return dialog


def open_second_window():
    second = Gtk.Window(title="stand-in second")
    second.set_default_size(200, 200)
    second.show_all()


def open_menu():
    menu = Gtk.Menu()
    menu.append(Gtk.MenuItem(label="stand-in item"))
    menu.show_all()
    menu.popup_at_widget(button, 1, 1, None)


def ignore_pings():
    global answers_pings
    answers_pings = False


def stay():
    global stays
    stays = True
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


ORDERS = {
    "dialog": open_dialog,
    "second": open_second_window,
    "menu": open_menu,
    "hang": ignore_pings,
    "stay": stay,
    "exit": lambda: os._exit(3),
    "environment": lambda: say("environment " + "\x1f".join(sorted(f"{n}={v}" for n, v in os.environ.items()))),
    "descriptors": lambda: say("descriptors " + " ".join(inherited)),
}


def on_order(connection, _):
    order = connection.recv(200).decode()
    if not order:
        return False
    if order.startswith("send "):
        channel.send(order[5:].encode())
    else:
        ORDERS[order]()
    return True


def on_connection(listener, _):
    connection, _peer = listener.accept()
    GLib.io_add_watch(connection, GLib.IO_IN, on_order)
    connections.append(connection)
    return True


connections = []
listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
listener.bind(os.environ["XDG_RUNTIME_DIR"] + "/stand-in")
listener.listen()
GLib.io_add_watch(listener, GLib.IO_IN, on_connection)
GLib.io_add_watch(channel, GLib.IO_IN, on_packet)

window = Gtk.Window(title="stand-in browser")
button = Gtk.Button(label="stand-in button")
window.add(button)
window.fullscreen()
window.connect("window-state-event", lambda w, e: say(f"state {int(e.new_window_state)}") and False)
window.connect("map-event", lambda *_: say("mapped") and False)
window.show_all()
say("arguments " + " ".join(sys.argv[1:]))
Gtk.main()
