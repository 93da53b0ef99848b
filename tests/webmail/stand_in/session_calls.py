"""The calls below /iwc/svc/iwcp/: login, logout, preferences, password.

Runs as: the stand-in.
"""
import json

from webmail.serving.https_server import Answer

LOGIN_PAGE = "/iwc_static/layout/login.html?lang=fr"
YEAR = 365 * 24 * 3600
# The code that the real server answers for an expired password is not known: this one is ours.
ERROR_PASSWORD_EXPIRED = "19"


def iwcp(error_code, headers=(), **members):
    text = json.dumps({"iwcp": {"error-code": error_code, **members}}, ensure_ascii=False)
    return Answer(200, text.encode(), "application/json; charset=utf-8",
                  [("Cache-Control", "no-store"), *headers])


class SessionCalls:
    """ACCOUNT is {"user", "password"}; a password change is kept in it."""

    def __init__(self, account, sessions, settings):
        self._account = account
        self._sessions = sessions
        self._settings = settings
        self.open = {"prelogin.iwc": self._prelogin, "login.iwc": self._login,
                     "change_password.iwc": self._change_password}
        self.authenticated = {"logout.iwc": self._logout, "get_allprefs.iwc": self._preferences,
                              "set_userprefs.iwc": lambda session: iwcp("0")}

    def expired(self):
        return iwcp("1101", message="Invalid Session", gotoUrl=self._settings["goto"] or LOGIN_PAGE)

    def _prelogin(self, request):
        user = self._sessions.remembered(request)
        if user is not None:
            return self._logged_in(user)
        answer = {"preLoginResponse": {"lang": "fr"}}
        return Answer(200, json.dumps({"iwcp": answer}).encode(), "application/json; charset=utf-8",
                      [("Cache-Control", "no-store")])

    def _password_is_right(self, form):
        account = self._account
        return form.get("username") == account["user"] and form.get("password") == account["password"]

    def _login(self, request):
        if not self._password_is_right(request.form):
            return iwcp("1", message="Authentication failed")
        if self._settings["password-expired"]:
            return iwcp(ERROR_PASSWORD_EXPIRED, message="Password expired")
        remember = self._settings["remember-box"] and request.form.get("rememberMe") == "true"
        return self._logged_in(self._account["user"], remember)

    def _logged_in(self, user, remember=False):
        session, cookies = self._open(user, remember)
        return iwcp("0", cookies,
                    loginResponse={"appToken": f"token={session.token}",
                                   "sessionIdValue": session.identifier,
                                   "cacheBustId": session.identifier[:8]})

    def cookies(self, user):
        """The headers that log USER in."""
        return self._open(user)[1]

    def _open(self, user, remember=False):
        session = self._sessions.open(user)
        life = f"; Max-Age={YEAR}" if self._settings["persistent-cookies"] else ""
        cookies = [f"JSESSIONID={session.identifier}; Path=/iwc; Secure{life}",
                   f"iwc-auth=lang=fr:token={session.token}:path=/iwc; Path=/iwc_static; Secure{life}"]
        if remember:
            cookies.append(f"iwc-remember={self._sessions.remember(user)}; Path=/; Secure; "
                           f"HttpOnly; Max-Age={YEAR}")
        return session, [("Set-Cookie", cookie) for cookie in cookies]

    def _change_password(self, request):
        new = request.form.get("newPassword", "")
        if not self._password_is_right(request.form) or len(new) < 12:
            return iwcp("1", message="Password not changed")
        self._account["password"] = new
        self._settings.set(**{"password-expired": False})
        return iwcp("0")

    def _logout(self, session):
        self._sessions.close(session)
        return iwcp("0", logoutResponse={"nextURI": LOGIN_PAGE})

    def _preferences(self, session):
        first, _, last = session.user.partition(".")
        name = f"{first.capitalize()} {last.capitalize()}".strip()
        return iwcp("0", preferences={"user_prefs": {
            "cn": name, "mail": f"{session.user}@academie.example", "preferredLanguage": "fr"}})
