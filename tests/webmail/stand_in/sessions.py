"""The server's sessions: who is logged in, by which pair of cookie and token.

Runs as: the stand-in.
"""
import dataclasses
import secrets
import string
import threading
import time

TOKEN_LETTERS = string.ascii_letters + string.digits


@dataclasses.dataclass
class Session:
    user: str
    identifier: str  # of the cookie JSESSIONID
    token: str       # of the cookie iwc-auth, sent with each call
    last_call: float


class Sessions:
    def __init__(self, settings):
        self._settings = settings
        self._sessions = {}
        self._remembered = {}
        self._lock = threading.Lock()

    def open(self, user):
        session = Session(user, secrets.token_hex(14),
                          "".join(secrets.choice(TOKEN_LETTERS) for _ in range(10)), time.monotonic())
        with self._lock:
            self._sessions[session.identifier] = session
        return session

    def find(self, request):
        """The live session whose cookie and token both come with REQUEST, or None."""
        now = time.monotonic()
        with self._lock:
            session = self._sessions.get(request.cookies.get("JSESSIONID"))
            if session is None:
                return None
            if now - session.last_call > self._settings["session-seconds"]:
                del self._sessions[session.identifier]
                return None
            token = request.query.get("token") or request.form.get("token")
            if token != session.token:
                return None
            session.last_call = now
            return session

    def close(self, session):
        with self._lock:
            self._sessions.pop(session.identifier, None)

    def expire(self):
        """Ends all; how many there were."""
        with self._lock:
            count = len(self._sessions)
            self._sessions.clear()
            return count

    def live(self):
        with self._lock:
            return [{"user": session.user, "JSESSIONID": session.identifier, "token": session.token}
                    for session in self._sessions.values()]

    def remember(self, user):
        """A value for the long-lived cookie that logs USER in without a password."""
        value = secrets.token_hex(16)
        with self._lock:
            self._remembered[value] = user
        return value

    def remembered(self, request):
        return self._remembered.get(request.cookies.get("iwc-remember"))
