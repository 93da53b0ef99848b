"""What a test may change in the running stand-in.

Runs as: the stand-in.
"""
import threading

from webmail.serving.https_server import Answer, redirect

FAULTS = ("none", "slow", "hang", "cut", "truncated", "broken", "error-500", "redirect-foreign")
SCOPES = ("all", "pages", "calls")
FOREIGN = "https://evil.example/iwc_static/layout/login.html"

# name → (default, what a value must be)
SETTINGS = {
    "fault": ("none", FAULTS),
    "scope": ("all", SCOPES),          # what the fault concerns
    "seconds": (3, (int, float)),      # of the fault "slow"
    "session-seconds": (1800, (int, float)),  # of idleness, after which the server drops a session
    "password-expired": (False, bool),
    "remember-box": (False, bool),     # a box on the login page, its cookie with Max-Age
    "persistent-cookies": (False, bool),  # Max-Age on the session's own cookies
    "goto": ("", str),                 # where 1101 sends to; "": the login page
}


class Settings:
    """Thread-safe; a change releases the requests that a fault holds back."""

    def __init__(self, log):
        self._log = log
        self._values = {name: default for name, (default, _) in SETTINGS.items()}
        self._changed = threading.Condition()

    def __getitem__(self, name):
        return self._values[name]

    def get(self):
        return dict(self._values)

    def set(self, **values):
        for name, value in values.items():
            _check(name, value)
        with self._changed:
            self._values.update(values)
            self._changed.notify_all()
        return self.get()

    def _hold(self, request, seconds):
        """Under the lock, so that no change comes between the entry in the log and the wait."""
        with self._changed:
            self._log.add("held", request.method, request.host, request.path)
            self._changed.wait(seconds)

    def spoil(self, request, answer):
        """ANSWER, as the fault of the moment lets it through."""
        part = "calls" if request.path.startswith("/iwc/svc/") else "pages"
        if self["scope"] not in ("all", part):
            return answer
        fault = self["fault"]
        if fault == "slow":
            self._hold(request, self["seconds"])
        elif fault == "hang":
            self._hold(request, None)
            return Answer(None)
        elif fault == "cut":
            return Answer(None)
        elif fault == "truncated":
            answer.body = answer.body[:len(answer.body) // 2]
        elif fault == "broken":  # less than was announced
            answer.cut = True
        elif fault == "error-500":
            return Answer(500, "<h1>Erreur interne du serveur</h1>".encode())
        elif fault == "redirect-foreign":
            return redirect(FOREIGN)
        return answer


def _check(name, value):
    if name not in SETTINGS:
        raise ValueError(f"no setting {name!r}; there are {', '.join(SETTINGS)}")
    wanted = SETTINGS[name][1]
    if isinstance(wanted, tuple) and isinstance(wanted[0], str):
        if value not in wanted:
            raise ValueError(f"{name} is one of {', '.join(wanted)}")
    elif not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        raise ValueError(f"{name} cannot be {value!r}")
