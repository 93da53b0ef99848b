"""A person's visit to the real Roundcube: signs in, reads, opens an attachment, searches, writes a draft.

Runs as: root, in a throw-away machine where the project is installed and Roundcube runs.
"""
import contextlib
import sqlite3
import sys
import time

from story import DEADLINE, TESTS

sys.path.insert(0, str(TESTS / "e2e"))
from e2e_rig import Reader  # noqa: E402
from webmail.serving.control import RUN_DIR  # noqa: E402

DATABASE = f"file:{RUN_DIR}/roundcube/database?mode=ro"
PAPER = "FFFFFF"


class Person:
    """Who looks at the screen as a screen reader does, and uses keyboard and pointer."""

    def __init__(self, kiosk):
        self.kiosk = kiosk
        self.reader = Reader()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(BrokenPipeError):
            self.reader.close()

    def see(self, role, name, **more):
        return self.reader.do("see", role, name, **more)

    def click(self, role, name, **more):
        x, y, width, height = self.see(role, name, **more)["box"]
        self.kiosk.click(x + width // 2, y + height // 2)

    def fill(self, name, text, *keys):
        self.click("entry", name)
        self.see("entry", name, state="focused")
        self.kiosk.type(text)
        self.kiosk.key(*keys)


class Roundcube:
    name, policy = "Roundcube", "roundcube.conf"

    def mark(self):
        """Nothing is remembered from one visit to the next."""

    def secrets(self):
        """What the server gave this browser to be known by."""
        with contextlib.closing(sqlite3.connect(DATABASE, uri=True)) as database:
            return [row[0] for row in database.execute("select sess_id from session order by changed desc limit 1")]

    def visit(self, kiosk, prefix, row, arrivals):
        with Person(kiosk) as person:
            person.see("entry", "Nom d’utilisateur|Utilisateur|Nom", state="focused")
            kiosk.type("prenom.nom")
            kiosk.key("Tab")
            kiosk.type(f"{prefix}password")
            arrivals.look("password")
            kiosk.key("Return")
            self._read(person, prefix, arrivals)
            person.fill("Termes de recherche", f"{prefix}{row}search", "Return")
            person.see("panel", "^Aucun courriel$")
            self._write(person, prefix, row)
        arrivals.look_at_selections(kiosk.environment)
        arrivals.look(secrets=self.secrets())

    @staticmethod
    def _read(person, prefix, arrivals):
        person.click("link", f"Notes {prefix}subject")
        person.see(None, f"{prefix}body")
        arrivals.look("mail subject", "mail body")
        person.click("link", f"{prefix}filename")
        person.see(None, f"{prefix}attachment")
        arrivals.look("attachment", "attachment's name")
        person.click("link", "^Retour$")
        person.see("link", f"Notes {prefix}subject")

    @staticmethod
    def _write(person, prefix, row):
        """A draft, of which the page keeps a copy in its localStorage until it is left."""
        person.click("push button", "Rédiger$")
        person.fill("^Objet", f"{prefix}{row}dead", "dead_circumflex", "e", "Tab")
        person.fill("^Corps|[Tt]exte|^Message", f"{prefix}{row}clipboard", "ctrl+a", "ctrl+x")
        person.kiosk.type(f"{prefix}{row}draft")
        person.kiosk.key("ctrl+a")

    def log_out(self, kiosk):
        """No screen reader is told of the button that saves the draft, nor that it is saved: a green message."""
        kiosk.click(384, 95)
        deadline = time.monotonic() + DEADLINE
        while kiosk.pixel(1260, 785) == PAPER and time.monotonic() < deadline:
            time.sleep(0.05)
        with Person(kiosk) as person:
            person.click("push button", "Déconnexion$")
