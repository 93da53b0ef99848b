"""The table of ends by places, and what is wrong with it.

Runs as: root, in a throw-away machine.
"""
from places import PLACES

WIDTH = 13


class Table:
    def __init__(self, places):
        """PLACES: those that this machine has."""
        self.places, self.failures = places, []

    def head(self, title):
        print(f"\n{title:30}{'arrived':>9}" + "".join(f"{place:>{WIDTH}}" for place in PLACES), flush=True)

    def fail(self, name, why):
        self.failures.append(f"{name}: {why}")

    def row(self, name, search, places, arrived=""):
        counts = [str(len(search.hits[place])) if place in places else "-" for place in PLACES]
        print(f"{name:30}{arrived:>9}" + "".join(f"{count:>{WIDTH}}" for count in counts), flush=True)

    def must_be_clean(self, name, search, arrived="", places=None):
        places = [place for place in self.places if place in (places or self.places)]
        self.row(name, search, places, arrived)
        found = [f"{place}: {hit.where}: {hit.form}: {hit.text}" for place in places for hit in search.hits[place]]
        if found:
            self.fail(name, f"{len(found)} traces")
            print("    " + "\n    ".join(found[:20]), flush=True)

    def must_be_found(self, name, search, wanted):
        """WANTED: place → the words that are to be found there; () means any."""
        self.row(name, search, self.places)
        for place, words in wanted.items():
            texts = [hit.text for hit in search.hits[place]] + [hit.form for hit in search.hits[place]]
            missing = [word for word in words if not any(word in text for text in texts)]
            if missing or not texts:
                self.fail(name, f"{', '.join(missing) or 'nothing'} not found in {place}")
