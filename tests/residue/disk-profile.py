#!/usr/bin/python3
"""The kiosk's engine with a profile on disk, as any browser has it: what the search must find.

Runs as: the kiosk account, outside a session. Usage: disk-profile.py FOLDER URL
"""
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402


def main(folder, url):
    manager = WebKit2.WebsiteDataManager(base_data_directory=folder, base_cache_directory=folder)
    context = WebKit2.WebContext.new_with_website_data_manager(manager)
    context.get_cookie_manager().set_persistent_storage(f"{folder}/cookies", WebKit2.CookiePersistentStorage.SQLITE)
    view = WebKit2.WebView.new_with_context(context)
    view.connect("create", lambda _, action: view.load_uri(action.get_request().get_uri()))
    window = Gtk.Window(title="disk-profile")
    window.set_decorated(False)
    window.set_default_size(1280, 735)
    window.move(0, 65)  # where the kiosk has its page
    window.add(view)
    window.show_all()
    view.load_uri(url)
    Gtk.main()


main(*sys.argv[1:])
