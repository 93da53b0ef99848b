"""A window above all others from which the address of the command line can be dragged, as from another program.

Runs as: the kiosk user, in tests. Prints a line once it is there.
"""
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402


def main():
    window = Gtk.Window(type=Gtk.WindowType.POPUP)
    window.set_default_size(100, 100)
    window.move(0, 600)
    box = Gtk.EventBox()
    window.add(box)
    box.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY | Gdk.DragAction.LINK)
    box.drag_source_add_uri_targets()
    box.connect("drag-data-get", lambda source, context, data, info, time: data.set_uris([sys.argv[1]]))
    window.connect("map-event", lambda *_: print("ready", flush=True))
    window.show_all()
    Gtk.main()


main()
