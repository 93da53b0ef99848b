"""The real Roundcube lets the user of the demonstration in, shows mails, and forgets the session.

Runs as: root, where tests/webmail/up has started roundcube.
"""
import imaplib
import re
import ssl

import pytest
from webmail_rig import PASSWORD, USER, Client

HOST = "roundcube.academie.example"
TOKEN = re.compile(rb'"request_token":"([^"]+)"')


class Roundcube(Client):
    def __init__(self):
        super().__init__(HOST)
        self.token = None

    def log_in(self, user=USER, password=PASSWORD):
        """The status of the login's answer: 302 to the mailbox, or 200 or 401 with the page again."""
        self.token = TOKEN.search(self.request("/")[2])[1].decode()
        status, headers, _ = self.request("/?_task=login", {
            "_token": self.token, "_task": "login", "_action": "login", "_timezone": "Europe/Paris",
            "_url": "", "_user": user, "_pass": password})
        if status == 302:
            _, _, body = self.request(headers["Location"])
            self.token = TOKEN.search(body)[1].decode()
        return status

    def ajax(self, parameters):
        return self.request(f"/?_task=mail&_remote=1&{parameters}",
                            **{"X-Roundcube-Request": self.token, "X-Requested-With": "XMLHttpRequest"})


@pytest.fixture
def logged_in():
    client = Roundcube()
    assert client.log_in() == 302
    return client


def test_a_wrong_password_is_refused():
    assert Roundcube().log_in(password="faux") in (200, 401)


def test_the_list_has_every_mail(logged_in):
    status, _, body = logged_in.ajax("_action=list&_mbox=INBOX")
    subjects = body.decode("unicode_escape")
    assert status == 200 and body.count(b"this.add_message_row") == 8
    assert "Compte rendu" in subjects and "convocation" in subjects


def test_a_message_has_its_accents_and_its_links(logged_in):
    _, _, body = logged_in.request("/?_task=mail&_mbox=INBOX&_uid=2&_action=preview&_framed=1")
    assert "L’Île au trésor" in body.decode()
    _, _, body = logged_in.request("/?_task=mail&_mbox=INBOX&_uid=5&_action=preview&_framed=1")
    assert b"https://www.academie.example/actualites/" in body and b"https://evil.example/ressources" in body


def test_remote_pictures_are_blocked_until_asked_for(logged_in):
    page = "/?_task=mail&_mbox=INBOX&_uid=6&_action=preview&_framed=1"
    assert b"evil.example/affiche.jpg" not in logged_in.request(page)[2]
    assert b"evil.example/affiche.jpg" in logged_in.request(page + "&_safe=1")[2]


def test_the_attachment_is_a_pdf(logged_in):
    path = f"/?_task=mail&_mbox=INBOX&_uid=4&_part=2&_action=get&_download=1&_token={logged_in.token}"
    status, headers, body = logged_in.request(path)
    assert status == 200 and headers["Content-Type"].startswith("application/pdf") and body.startswith(b"%PDF-")


def test_replayed_after_logout_the_cookies_are_worth_nothing(logged_in):
    kept = [(cookie.name, cookie.value) for cookie in logged_in.cookies]
    assert {"roundcube_sessid", "roundcube_sessauth"} <= {name for name, _ in kept}
    assert all(cookie.discard for cookie in logged_in.cookies)
    logged_in.request(f"/?_task=logout&_token={logged_in.token}")
    logged_in.cookies.clear()
    header = "; ".join("=".join(pair) for pair in kept)
    _, _, body = logged_in.request("/?_task=mail&_mbox=INBOX", Cookie=header)
    assert b"rcmloginuser" in body or not body, "the login form, or a redirect to it"


def test_imaps_serves_the_same_mailbox():
    with imaplib.IMAP4_SSL("imap.academie.example", ssl_context=ssl.create_default_context(), timeout=10) as imap:
        imap.login(USER, PASSWORD)
        assert imap.select("INBOX", readonly=True)[1] == [b"8"]


@pytest.mark.parametrize("path", ["/config/config.inc.php", "/logs/errors.log", "/SQL/sqlite.initial.sql",
                                  "/program/include/iniset.php"])
def test_nothing_but_the_public_files_is_served(path):
    assert Roundcube().request(path)[0] in (403, 404)
