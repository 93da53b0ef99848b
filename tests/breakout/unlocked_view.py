"""A WebKit window with nothing locked: it shows that what the shell withholds would get out.

Runs as: the kiosk user, in tests. Loads each address that it reads on standard input.
"""
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402


opened = []  # the windows of pages


def new_view(related=None):
    view = WebKit2.WebView.new_with_related_view(related) if related else WebKit2.WebView()
    settings = view.get_settings()
    for name in ("enable-webrtc", "enable-media", "javascript-can-open-windows-automatically",
                 "allow-top-navigation-to-data-urls"):
        settings.set_property(name, True)
    window = Gtk.Window(decorated=False)
    window.set_default_size(1024, 768)
    window.add(view)
    view.connect("create", lambda opener, action: new_view(opener))
    if related:
        opened.append(window)
    window.show_all()
    return view


def main():
    view = new_view()

    def on_line(channel, condition):
        line = sys.stdin.readline().strip()
        if not line:
            Gtk.main_quit()
            return False
        while opened:
            opened.pop().destroy()
        view.load_uri(line)
        return True

    GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_IN | GLib.IO_HUP, on_line)
    Gtk.main()


main()
