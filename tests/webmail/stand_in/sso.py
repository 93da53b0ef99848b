"""A single sign-on in front of the stand-in: name and password, then a one-time code (RFC 6238), then a ticket.

Runs as: the stand-in, at https://sso.academie.example/.

Like the large providers' it has no "remember me" box, and a cookie that lasts for two years all the same.
"""
import hmac
import html
import secrets
import struct
import threading
import time

from webmail.foreign.pages import page
from webmail.serving.https_server import redirect

STEP, DIGITS = 30, 6  # of RFC 6238
COOKIE, LIFE = "SID", 2 * 365 * 24 * 3600
WEBMAIL = "https://webmail.academie.example/iwc/signin?ticket="
LOGIN = """<form method="post" action="/connexion">
<p><label>Identifiant <input id="user" name="user" autocomplete="username" autofocus></label></p>
<p><label>Mot de passe <input id="pass" name="pass" type="password" autocomplete="current-password"></label></p>
<button>Continuer</button></form>"""
CODE = """<form method="post" action="/code"><input type="hidden" name="step" value="{step}">
<p><label>Code à usage unique <input name="code" inputmode="numeric" autocomplete="one-time-code" autofocus></label></p>
<button>Valider</button></form>"""
WRONG = '<p role="alert">{text}</p>'


def code_at(secret, counter):
    digest = hmac.digest(secret, struct.pack(">Q", counter), "sha1")
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start:start + 4])[0] & 0x7fffffff
    return f"{number % 10 ** DIGITS:0{DIGITS}}"


class SingleSignOn:
    """ACCOUNT is {"user", "password"}. Everything that is given out is taken back once."""

    def __init__(self, account, settings):
        self._account = account
        self._settings = settings
        self._secret = secrets.token_bytes(20)
        self._steps, self._tickets, self._cookies, self._used = set(), set(), set(), set()
        self._lock = threading.Lock()

    def code(self):
        """The code that the person's telephone shows."""
        return code_at(self._secret, int(time.time()) // STEP)

    def redeem(self, ticket):
        """The user of a ticket, the first time; else None."""
        return self._account["user"] if self._take(self._tickets, ticket) else None

    def answer(self, request):
        return self._settings.spoil(request, self._answer(request))

    def _answer(self, request):
        if (request.method, request.path) == ("POST", "/connexion"):
            return self._password(request.form)
        if (request.method, request.path) == ("POST", "/code"):
            return self._code(request.form)
        if request.cookies.get(COOKIE) in self._cookies:
            return redirect(WEBMAIL + self._give(self._tickets))
        return page("Authentification", LOGIN)

    def _give(self, kind):
        value = secrets.token_urlsafe(18)
        with self._lock:
            kind.add(value)
        return value

    def _take(self, kind, value):
        with self._lock:
            found = value in kind
            kind.discard(value)
        return found

    def _password(self, form):
        if (form.get("user"), form.get("pass")) != (self._account["user"], self._account["password"]):
            return page("Authentification", WRONG.format(text="Identifiant ou mot de passe incorrect.") + LOGIN)
        return page("Second facteur", CODE.format(step=html.escape(self._give(self._steps))))

    def _accepts(self, code):
        now = int(time.time()) // STEP
        with self._lock:
            right = code in (code_at(self._secret, now), code_at(self._secret, now - 1)) and code not in self._used
            self._used.add(code)
        return right

    def _code(self, form):
        if not self._take(self._steps, form.get("step")):
            return page("Authentification", WRONG.format(text="Cette page a déjà servi.") + LOGIN)
        if not self._accepts(form.get("code", "").replace(" ", "")):
            again = CODE.format(step=html.escape(self._give(self._steps)))
            return page("Second facteur", WRONG.format(text="Code incorrect, ou déjà utilisé.") + again)
        answer = redirect(WEBMAIL + self._give(self._tickets))
        answer.headers.append(("Set-Cookie", f"{COOKIE}={self._give(self._cookies)}; Path=/; Secure; HttpOnly; "
                                             f"SameSite=Lax; Max-Age={LIFE}"))
        return answer
