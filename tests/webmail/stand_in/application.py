"""Answers each request of the stand-in: pages, calls of the session, calls of the mail.

Runs as: the stand-in.
"""
import mimetypes
import pathlib

from webmail.serving.https_server import Answer, redirect
from webmail.stand_in.mail_calls import MailCalls, array
from webmail.stand_in.session_calls import LOGIN_PAGE, SessionCalls

PAGES = pathlib.Path(__file__).parent / "pages"
SESSION_CALLS, MAIL = "/iwc/svc/iwcp/", "/iwc/svc/wmap/"
REDIRECTS = ("/", "/iwc", "/iwc/", "/iwc_static", "/iwc_static/", "/iwc/signin")
REMEMBER_BOX = (b'<p class="box"><input type="checkbox" id="rememberMe" name="rememberMe" value="true">'
                b'<label for="rememberMe">Se souvenir de moi</label></p>')


class Application:
    def __init__(self, account, sessions, settings, mailbox, sso):
        self._sso = sso
        self._sessions = sessions
        self._settings = settings
        self._session_calls = SessionCalls(account, sessions, settings)
        self._mail_calls = MailCalls(mailbox)

    def answer(self, request):
        return self._settings.spoil(request, self._answer(request))

    def _answer(self, request):
        path = request.path
        if path == "/iwc/signin" and "ticket" in request.query:
            return self._ticket(request.query["ticket"])
        if path in REDIRECTS:
            return redirect(LOGIN_PAGE)
        if path.startswith(SESSION_CALLS):
            return self._session_call(request, path.removeprefix(SESSION_CALLS))
        if path.startswith(MAIL):
            return self._mail_call(request, path.removeprefix(MAIL))
        if path == "/t/upload" and request.method == "POST":
            return Answer(204)
        return self._page(path)

    def _ticket(self, ticket):
        """From the single sign-on, good for one time."""
        user = self._sso.redeem(ticket)
        if user is None:
            return redirect(LOGIN_PAGE)
        answer = redirect("/iwc_static/layout/main.html?lang=fr")
        answer.headers += self._session_calls.cookies(user)
        return answer

    def _session_call(self, request, name):
        calls = self._session_calls
        if name in calls.open and request.method == "POST":
            return calls.open[name](request)
        if name not in calls.authenticated:
            return Answer(404)
        session = self._sessions.find(request)
        return calls.authenticated[name](session) if session else calls.expired()

    def _mail_call(self, request, name):
        calls = self._mail_calls
        is_attachment = name.startswith("attach/")
        if name not in calls.authenticated and not is_attachment:
            return Answer(404)
        session = self._sessions.find(request)
        if session is None:
            return array(1101, "Invalid Session", self._settings["goto"] or LOGIN_PAGE)
        call = calls.attachment if is_attachment else calls.authenticated[name]
        return call(session, request.query)

    def _page(self, path):
        file = (PAGES / path.lstrip("/")).resolve()
        if not file.is_relative_to(PAGES) or not file.is_file():
            return Answer(404, (PAGES / "not-found.html").read_bytes())
        content = file.read_bytes()
        if self._settings["remember-box"]:
            content = content.replace(b"<!-- remember-box -->", REMEMBER_BOX)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        if kind.startswith("text/") or kind.endswith("javascript"):
            kind += "; charset=utf-8"
        return Answer(200, content, kind, [("Cache-Control", "no-cache")])
