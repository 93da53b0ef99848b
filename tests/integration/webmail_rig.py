"""A client of the demonstration webmails for the rig's own tests: cookies, no redirects, system trust.

Runs as: root's tests, where tests/webmail/up has started the servers.
"""
import http.cookiejar
import json
import pathlib
import sys
import urllib.error
import urllib.parse
import urllib.request

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS))
from webmail.serving.control import Control  # noqa: E402,F401

USER, PASSWORD = "prenom.nom", "cartable-bleu-42"
SECONDS = 10


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


class Client:
    def __init__(self, host, follow=False):
        self.base = f"https://{host}"
        self.cookies = http.cookiejar.CookieJar()
        handlers = [] if follow else [_NoRedirect()]
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies), *handlers)

    def request(self, path, form=None, **headers):
        """(status, headers, body); an error status is no exception."""
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        url = urllib.parse.urljoin(self.base, path)
        try:
            answer = self._opener.open(urllib.request.Request(url, data, headers), timeout=SECONDS)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.headers, answer.read()

    def cookie(self, name):
        return next((cookie for cookie in self.cookies if cookie.name == name), None)


class Convergence(Client):
    def __init__(self):
        super().__init__("webmail.academie.example")
        self.token = "badvalue"

    def session_call(self, name, form=None, query=None):
        path = f"/iwc/svc/iwcp/{name}?{urllib.parse.urlencode(query or {})}"
        return json.loads(self.request(path, form)[2])["iwcp"]

    def log_in(self, user=USER, password=PASSWORD, **more):
        answer = self.session_call("login.iwc", {
            "username": user, "password": password, "chkpreloginip": "true", "token": "badvalue",
            "fmt-out": "text/json", **more})
        if answer["error-code"] == "0":
            self.token = answer["loginResponse"]["appToken"].removeprefix("token=")
        return answer

    def log_out(self):
        return self.session_call("logout.iwc", query={"token": self.token})

    def mail_call(self, name, **query):
        query = urllib.parse.urlencode({"rev": 3, "sid": "", "token": self.token, **query})
        text = self.request(f"/iwc/svc/wmap/{name}?{query}")[2].decode()
        assert text.startswith("while(1);\n[")
        return json.loads(text[10:])
