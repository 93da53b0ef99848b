"""No login page keeps a login, whatever its system and however it is built: what the user is told, what is sent.

Runs as: root, in a throw-away machine (tests/integration/in-machine). One session shows all pages, one after the other.
"""
import json
import threading

import pytest
from e2e_rig import Kiosk, PASSWORD, USER, prepare
from login_pages import (
    CHANGE_OF_PASSWORD, HOSTILE, MAILBOX, OTHER_SENDERS, QUESTION, SYSTEMS, USER_LABEL, VARIANTS, fixture, login_form, scripted)

from browser_rig import FRAMES, Answer, PageServer  # found by e2e_rig

SECONDS = 30
NOTE = "^Poste partagé.: la session ne sera pas conservée$"


class Pages:
    """Leads the one tab from page to page: each asks, by a request that is held, where to go next."""

    def __init__(self):
        prepare()
        self.server = PageServer()
        self.server.answer = self._answer
        self.server.server.answer = self._answer
        self.changed = threading.Condition()
        self.number, self.path = 0, "/"
        self.posted, self.extra = [], {}

    def show(self, path):
        with self.changed:
            self.number += 1
            self.path, self.posted = f"{path}?{self.number}", []
            self.changed.notify_all()
            return self.number

    def wait_posted(self, count=1, seconds=30):
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.posted) >= count, seconds), "nothing was sent"
            return self.posted[-1]

    def _answer(self, request):
        parts = request.path.strip("/").split("/")
        if parts[0] == "next":
            with self.changed:
                self.changed.wait_for(lambda: self.number > int(parts[1]), 50)
                return Answer(200, self.path.encode(), "text/plain")
        body = "<p>Bienvenue</p>"
        if parts[0] == "page":
            body = fixture(SYSTEMS[parts[1]], parts[2], f"https://{FRAMES}")
        elif parts[0] in self.extra:
            body = self.extra[parts[0]]
        if request.method == "POST":
            with self.changed:
                self.posted.append(request.form)
                self.changed.notify_all()
        return Answer(200, self._page(body).encode())

    def _page(self, body):
        return f"""<!DOCTYPE html><meta charset="utf-8"><title>Essai</title><h1>Page {self.number}</h1>{body}<script>
            const ask = () => fetch('/next/{self.number}').then((answer) => answer.text()).then((path) =>
                path === {json.dumps(self.path)} ? ask() : location.assign(path));
            if (top === window) ask();</script>"""





@pytest.fixture(scope="module")
def pages():
    pages = Pages()
    yield pages
    pages.server.close()


@pytest.fixture(scope="module")
def kiosk(pages):
    with Kiosk(policy="pages") as kiosk:
        kiosk.opened()
        yield kiosk


def show(kiosk, pages, path):
    number = pages.show(path)
    kiosk.see("heading", f"^Page {number}$")


def log_in(kiosk):
    kiosk.click(kiosk.see("entry", f"^{USER_LABEL}"))
    kiosk.see("entry", f"^{USER_LABEL}", state="focused")  # a key may overtake a click on its way to the page
    kiosk.write(USER)
    kiosk.press("Tab")
    kiosk.write(PASSWORD)
    kiosk.press("Return")


def controls(kiosk, label):
    """What the user could still tick."""
    found = [item for role in ("check box", "radio button", "toggle button", "switch", "combo box", "label")
             for item in kiosk.all(role, label)]
    return [item for item in found if item["role"] == "label" or "sensitive" in item["states"]]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", SYSTEMS)
def test_the_login_is_not_kept_and_works(kiosk, pages, name, variant):
    system = SYSTEMS[name]
    show(kiosk, pages, f"/page/{name}/{variant}")
    if system.remember:
        kiosk.see("comment", NOTE, seconds=SECONDS)
        assert controls(kiosk, system.label) == []
        assert len(kiosk.all("comment", NOTE)) == 1
    log_in(kiosk)
    sent = pages.wait_posted()
    assert (sent[system.user], sent[system.password]) == (USER, PASSWORD)
    assert [key for key in system.never if sent.get(key, "false") != "false"] == []
    assert {key: sent.get(key) for key in system.always} == system.always
    assert len(pages.posted) == 1


def show_body(kiosk, pages, body, path="extra"):
    pages.extra = {path: body}
    show(kiosk, pages, f"/{path}")


@pytest.mark.parametrize("way", [*OTHER_SENDERS, *HOSTILE])
def test_a_script_of_the_page_neither_sends_the_field_nor_stops_the_login(kiosk, pages, way):
    script = OTHER_SENDERS.get(way) or HOSTILE[way]
    show_body(kiosk, pages, scripted(script))
    if way not in ("undoes all at once", "sends it by another field"):
        kiosk.see("comment", NOTE, seconds=SECONDS)
        assert controls(kiosk, "Rester connecté") == []
    log_in(kiosk)
    sent = pages.wait_posted()
    assert (sent["username"], sent["password"]) == (USER, PASSWORD)
    assert not {"rememberMe", "remember-me"} & set(sent)


@pytest.mark.parametrize("body, count", [(MAILBOX, 8), (CHANGE_OF_PASSWORD, 3)])
def test_boxes_that_are_no_login_s_are_left_alone(kiosk, pages, body, count):
    show_body(kiosk, pages, body)
    boxes = kiosk.all("check box")
    assert len(boxes) == count
    assert all({"checked", "sensitive"} <= set(item["states"]) for item in boxes)
    assert not kiosk.has("comment", NOTE)
    kiosk.act("push button", "^(Enregistrer|Changer)$")
    sent = pages.wait_posted()
    assert {"_remember_folder", "_keep", "stay"} <= set(sent) or {"show", "terms", "mobile"} <= set(sent)


def test_a_box_between_a_login_and_a_mailbox_is_told_by_its_words(kiosk, pages):
    show_body(kiosk, pages, login_form() + MAILBOX)
    kiosk.see("comment", NOTE)
    assert len(kiosk.all("check box", "")) == 8


def test_the_question_is_refused_once_and_no_more(kiosk, pages):
    show_body(kiosk, pages, QUESTION, "question")
    assert pages.wait_posted()["answer"] == "no"
    kiosk.see("comment", NOTE)  # asked again: the server insists, and now it is the user's turn
    assert "sensitive" not in kiosk.see("push button", "^Oui$")["states"]
    kiosk.click(kiosk.see("push button", "^Non$"))
    assert pages.wait_posted(2) == {"answer": "no"}
    kiosk.see("push button", "^Non$", state="enabled")
    assert len(pages.posted) == 2
