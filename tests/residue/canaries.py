"""What a visit leaves behind while it lasts, canary by canary; each must be seen before the end counts.

Runs as: root, in a throw-away machine.
"""
import time

from search import Search
from story import DEADLINE, of_account, processes, selections

FILE_FORM = '"_message":"{prefix}{row}draft'  # as Roundcube's page keeps a draft in localStorage, and nowhere else

# Canary → the word that stands for it, after the run's letters. ROW: of this visit alone.
COMMON = {
    "password": "password", "mail subject": "subject", "mail body": "body", "attachment's name": "filename",
    "attachment": "attachment", "search term": "{row}search", "dead-key text": "{row}deadê",
    "cut to clipboard": "{row}clipboard",
}
CANARIES = {
    "stand-in": COMMON | {
        "cookie": "{row}searchcookie", "localStorage": "{row}searchlocalstorage",
        "sessionStorage": "{row}searchsessionstorage", "IndexedDB": "{row}searchindexeddb",
        "cache": "{row}searchcache", "window.name": "{row}searchwindowname", "history": "{row}searchhistory",
        "uploaded file": "{row}searchuploaded", "its name": "{row}searchuploadname", "blob": "{row}searchblob",
    },
    "Roundcube": COMMON | {"draft": "{row}draft"},
}
SELECTIONS = {
    "stand-in": {"clipboard": "{row}clipboard", "primary selection": "{row}dead"},
    "Roundcube": {"clipboard": "{row}clipboard", "primary selection": "{row}draft"},
}
ABSENT = {
    "stand-in": {
        "service worker": "the engine refuses it in a session that keeps nothing",
        "private file system": "the same",
    },
    "Roundcube": {
        "uploaded file": "the kiosk opens no chooser of files, and Roundcube has no other way for them",
        "sessionStorage, IndexedDB, cache, service worker": "its pages use none",
        "window.name, history, blob": "the same",
    },
}


class Glance(Search):
    """Only as it lies there: what has just been typed or shown is neither packed nor encoded."""

    unpackers = ()


class Arrivals:
    """Looks for the canaries of a visit while it lasts, each when it is sure to be there."""

    def __init__(self, site, prefix, row, pids=None, seconds=DEADLINE):
        self.words = {name: prefix + word.format(row=row) for name, word in CANARIES[site.name].items()}
        if site.name == "Roundcube":
            self.words["localStorage"] = FILE_FORM.format(prefix=prefix, row=row)
        self.selections = {name: prefix + word.format(row=row) for name, word in SELECTIONS[site.name].items()}
        self.pids, self.seconds = pids or of_session, seconds
        self.prefix = prefix
        self.found = {}  # canary → the names of the processes that have it; none: nowhere

    def look(self, *names, secrets=()):
        """Waits for the canaries NAMES to be in the memory of the session; all that are missing, without any."""
        wanted = {name: self.words[name] for name in names or self.words.keys() - self.found.keys()}
        wanted |= {"server's session": secret for secret in secrets[:1]}
        deadline = time.monotonic() + self.seconds
        while True:
            glance = Glance(self.prefix, [word for word in wanted.values() if not word.startswith(self.prefix)])
            for pid in self.pids():
                glance.process("session", pid)
            for name, word in wanted.items():
                self.found[name] = {hit.where.split()[1] for hit in glance.hits.get("session", ())
                                    if hit.text.startswith(word) or hit.pattern == word}
            if all(self.found[name] for name in wanted) or time.monotonic() > deadline:
                break

    def look_at_selections(self, environment):
        """Waits for what other programs get by pasting to be what was cut and selected."""
        deadline = time.monotonic() + self.seconds
        while True:
            texts = selections(environment)
            for name, word in self.selections.items():
                self.found[name] = {"X"} if word in texts.get(name, "") else set()
            if all(self.found[name] for name in self.selections) or time.monotonic() > deadline:
                break

    def missing(self):
        return [name for name, where in self.found.items() if not where]


def of_session():
    """The processes that a canary may be in: the account's, and the X server's with the selections; not the test's own
    screen reader."""
    commands = processes()
    return [pid for pid in of_account() if commands.get(pid, [""])[0] != "/usr/bin/python3"] + \
        [pid for pid, words in commands.items() if words[:2] == ["/usr/bin/Xephyr", ":7"]]


def describe(site, found):
    """The table of what arrived and what cannot, for people."""
    print(f"\ncanaries of a visit to the {site.name}, and which processes have them before the end:")
    for name, where in found.items():
        print(f"  {name:22} {', '.join(sorted(where)) or 'NOWHERE'}")
    for name, why in ABSENT[site.name].items():
        print(f"  {name:22} absent: {why}")
    print(flush=True)
