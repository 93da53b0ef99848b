"""The stand-in speaks Convergence's protocol, and fails the ways that tests ask it to.

Runs as: root, where tests/webmail/up has started stand-in and bad-certificates.
"""
import socket
import ssl
import urllib.error

import pytest
from webmail_rig import PASSWORD, USER, Client, Control, Convergence

LOGIN_PAGE = "/iwc_static/layout/login.html?lang=fr"
MAIN_PAGE = "/iwc_static/layout/main.html?lang=fr"


@pytest.fixture
def control():
    with Control("stand-in") as connection:
        before = connection.do("get")
        yield connection
        connection.do("set", **before)


@pytest.fixture
def logged_in():
    client = Convergence()
    assert client.log_in()["error-code"] == "0"
    return client


def since(control):
    entries = control.do("log")
    return entries[-1]["number"] if entries else 0


@pytest.mark.parametrize("path", ["/", "/iwc", "/iwc/"])
def test_the_root_redirects_to_the_login_page(path):
    status, headers, _ = Convergence().request(path)
    assert (status, headers["Location"]) == (302, LOGIN_PAGE)


def test_the_login_page_has_convergences_ids_and_sets_no_cookie():
    client = Convergence()
    status, _, body = client.request(LOGIN_PAGE)
    assert status == 200
    for name in ("alertMsg", "username", "password", "chkpreloginip", "signin", "langButton", "PwdExpiredMsg",
                 "errMsg", "changepwd", "overlay", "progress", "picCache", "usernameLabelID", "passwordLabelID"):
        assert f'id="{name}"'.encode() in body
    assert b"rememberMe" not in body
    assert not list(client.cookies)


def test_a_login_sets_two_session_cookies_on_two_paths(logged_in):
    session, token = logged_in.cookie("JSESSIONID"), logged_in.cookie("iwc-auth")
    assert (session.path, session.discard, session.secure) == ("/iwc", True, True)
    assert len(session.value) == 28
    assert (token.path, token.discard) == ("/iwc_static", True)
    assert token.value == f"lang=fr:token={logged_in.token}:path=/iwc"
    assert not token.has_nonstandard_attr("HttpOnly")


@pytest.mark.parametrize("user, password", [(USER, "faux"), ("autre", PASSWORD), ("", "")])
def test_a_wrong_login_is_error_1_without_a_cookie(user, password):
    client = Convergence()
    assert client.log_in(user, password)["error-code"] == "1"
    assert not list(client.cookies)


def test_prelogin_of_a_stranger_opens_no_session():
    client = Convergence()
    answer = client.session_call("prelogin.iwc", {"prelogin": "true"})
    assert "preLoginResponse" in answer and "loginResponse" not in answer
    assert not list(client.cookies)


def test_the_mailbox_is_in_the_compact_format(logged_in):
    assert logged_in.session_call("get_allprefs.iwc", {"token": logged_in.token})["preferences"]["user_prefs"]
    assert logged_in.mail_call("cfg.mjs")[:2] == [0, ""]
    names = [box[0] for box in logged_in.mail_call("listfolders.mjs")[2]]
    assert names[0] == "INBOX"
    rows = logged_in.mail_call("mbox.mjs", mbox="INBOX", count=50, start=0)[6]
    assert len(rows) == 8
    assert rows[0][5] == "Compte rendu du conseil d’administration"


def test_a_message_has_its_body_without_scripts(logged_in):
    rows = logged_in.mail_call("mbox.mjs", mbox="INBOX")[6]
    uid = next(row[0] for row in rows if row[4] == "Océane Lefèvre")
    body = logged_in.mail_call("msg.mjs", mbox="INBOX", uid=uid)[8][1][6]
    assert "L’Île au trésor" in body and "<script" not in body
    row = next(row for row in logged_in.mail_call("mbox.mjs", mbox="INBOX")[6] if row[0] == uid)
    assert row[3] & 1, "a message that was read is seen"


def test_an_attachment_comes_with_its_bytes(logged_in):
    uid = next(row[0] for row in logged_in.mail_call("mbox.mjs", mbox="INBOX")[6] if row[3] & 2)
    number, kind, subtype, name = logged_in.mail_call("msg.mjs", mbox="INBOX", uid=uid)[8][2][:4]
    path = (f"/iwc/svc/wmap/attach/{name}?token={logged_in.token}&mbox=INBOX&uid={uid}&number={number}"
            f"&type={kind}&subtype={subtype}&attachment=1")
    status, headers, body = logged_in.request(path)
    assert (status, headers["Content-Type"]) == (200, "application/pdf")
    assert headers["Content-Disposition"].startswith("attachment") and body.startswith(b"%PDF-")


@pytest.mark.parametrize("token", ["badvalue", "", "AAAAAAAAAA"])
def test_a_call_with_another_token_is_1101(logged_in, token):
    logged_in.token = token
    assert logged_in.mail_call("mbox.mjs") == [1101, "Invalid Session", LOGIN_PAGE]
    answer = logged_in.session_call("get_allprefs.iwc", {"token": token})
    assert (answer["error-code"], answer["gotoUrl"]) == ("1101", LOGIN_PAGE)


def test_replayed_after_logout_the_cookies_are_worth_nothing(logged_in, control):
    live = {"user": USER, "JSESSIONID": logged_in.cookie("JSESSIONID").value, "token": logged_in.token}
    assert live in control.do("sessions")
    assert logged_in.log_out()["logoutResponse"]["nextURI"] == LOGIN_PAGE
    assert live not in control.do("sessions")
    assert logged_in.mail_call("mbox.mjs")[0] == 1101
    assert logged_in.log_out()["error-code"] == "1101"


def test_a_session_expires_now_or_by_idleness(logged_in, control):
    assert control.do("expire") >= 1
    assert logged_in.mail_call("mbox.mjs")[0] == 1101
    assert logged_in.log_in()["error-code"] == "0"
    control.do("set", **{"session-seconds": 0, "goto": "https://evil.example/"})
    assert logged_in.mail_call("mbox.mjs") == [1101, "Invalid Session", "https://evil.example/"]


def test_an_expired_password_opens_no_session_until_it_is_changed(control):
    client = Convergence()
    control.do("set", **{"password-expired": True})
    assert client.log_in()["error-code"] == "19" and not list(client.cookies)
    change = {"username": USER, "password": PASSWORD, "newPassword": PASSWORD}
    assert client.session_call("change_password.iwc", {**change, "newPassword": "court"})["error-code"] == "1"
    assert client.session_call("change_password.iwc", change)["error-code"] == "0"
    assert client.log_in()["error-code"] == "0"


def test_remembered_means_logged_in_again(control):
    control.do("set", **{"remember-box": True})
    client = Convergence()
    assert b'id="rememberMe"' in client.request(LOGIN_PAGE)[2]
    client.log_in(rememberMe="true")
    assert client.cookie("iwc-remember").expires
    client.cookies.clear("webmail.academie.example", "/iwc", "JSESSIONID")
    assert "loginResponse" in client.session_call("prelogin.iwc", {"prelogin": "true"})
    assert client.cookie("JSESSIONID")


def test_persistent_cookies_have_a_life(control):
    control.do("set", **{"persistent-cookies": True})
    client = Convergence()
    client.log_in()
    assert client.cookie("JSESSIONID").expires and client.cookie("iwc-auth").expires


def test_faults(logged_in, control):
    control.do("set", fault="error-500", scope="calls")
    assert logged_in.request("/iwc/svc/wmap/mbox.mjs")[0] == 500
    assert logged_in.request(LOGIN_PAGE)[0] == 200
    control.do("set", fault="truncated")
    assert not logged_in.request("/iwc/svc/wmap/cfg.mjs")[2].endswith(b"]")
    control.do("set", fault="redirect-foreign", scope="pages")
    assert logged_in.request(LOGIN_PAGE)[1]["Location"].startswith("https://evil.example/")
    control.do("set", fault="slow", seconds=0.3)
    assert logged_in.request(LOGIN_PAGE)[0] == 200
    control.do("set", fault="cut")
    with pytest.raises((urllib.error.URLError, OSError)):
        logged_in.request(LOGIN_PAGE)


def test_a_hanging_request_is_seen_and_held(control):
    control.do("set", fault="hang")
    number = since(control)
    with socket.create_connection(("webmail.academie.example", 443), timeout=5) as connection:
        tls = ssl.create_default_context().wrap_socket(connection, server_hostname="webmail.academie.example")
        tls.sendall(b"GET /t/storage.html?secret=1 HTTP/1.1\r\nHost: webmail.academie.example\r\n\r\n")
        seen = control.do("wait", since=number, kind="held", path="/t/storage.html")
        assert (seen["method"], seen["host"]) == ("GET", "webmail.academie.example")
        control.do("set", fault="none")
        assert tls.recv(1) == b"", "released without an answer"


def test_the_control_refuses_what_it_does_not_know(control):
    for values in ({"fault": "nothing"}, {"nothing": 1}, {"remember-box": "yes"}, {"seconds": True}):
        with pytest.raises(ValueError):
            control.do("set", **values)
    with pytest.raises(ValueError):
        control.do("nothing")


@pytest.mark.parametrize("path", ["/../settings.py", "/%2e%2e/settings.py", "/t", "/nothing"])
def test_nothing_but_the_pages_is_served(path):
    assert Convergence().request(path)[0] == 404


def test_the_log_has_no_query():
    with Control("foreign") as foreign:
        number = since(foreign)
        Client("evil.example").request("/pixel.png?lecteur=prenom.nom")
        seen = foreign.do("wait", since=number, kind="request", host="evil.example")
        assert seen["path"] == "/pixel.png" and "lecteur" not in str(seen)


@pytest.mark.parametrize("name, reason", [("expired", "expired"), ("self-signed", "self-signed"),
                                          ("wrong-host", "mismatch")])
def test_a_bad_certificate_is_bad_for_its_reason(name, reason):
    with pytest.raises(urllib.error.URLError, match=reason):
        Client(f"{name}.academie.example").request("/")


def test_one_host_never_answers_and_one_is_down():
    with socket.create_connection(("hang.academie.example", 443), timeout=0.3) as connection:
        connection.sendall(b"\x16\x03\x01")
        with pytest.raises(TimeoutError):
            connection.recv(1)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("down.academie.example", 443), timeout=5)


def test_the_public_site_answers():
    assert Client("www.academie.example").request("/actualites/semaine-du-numerique")[0] == 200


def test_without_encryption_there_is_a_redirect_and_a_trace_in_the_log():
    with Control("stand-in") as control:
        number = since(control)
        client = Client("webmail.academie.example")
        client.base = "http://webmail.academie.example"
        status, headers, _ = client.request("/iwc")
        assert (status, headers["Location"]) == (302, "https://webmail.academie.example/iwc")
        assert control.do("wait", since=number, kind="connect", host="127.0.0.10:80")


@pytest.mark.parametrize("page", ["storage.html", "storage.js", "elsewhere.html", "elsewhere.js"])
def test_the_hidden_pages_are_there(page):
    assert Convergence().request(f"/t/{page}")[0] == 200
