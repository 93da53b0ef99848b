"""What the shell does for somebody who logs in, and what it never does.

Runs as: root, inside tests/throw-away-machine, where kiosk-browser is installed.
"""
import ssl

import pytest
from browser_rig import GREEN, PAGES, RUN_DIR, Answer, Browser, display, page, site, wait_until, write_policy  # noqa: F401

HINT = "prenom.nom ou identifiant académique"
FORM = """<form action="/log-in" style="position:absolute;top:100px;left:100px">
<label>Identifiant <input id="username" name="username" style="width:400px;height:40px"></label><br>
<label>Mot de passe <input id="password" name="password" type="password" style="width:400px;height:40px"></label><br>
<button>Connexion</button></form>"""
# What a page sees of its own fields, sent each time that it is another.
REPORT = """
let last = '';
setInterval(() => {
  const root = document.querySelector('x-login')?.shadowRoot ?? document;
  const [user, word] = ['#username', '#password'].map(name => root.querySelector(name));
  if (!user) return;
  const active = root.activeElement?.id ?? '';
  const told = document.getElementById(user.getAttribute('aria-describedby')) ??
    root.getElementById?.(user.getAttribute('aria-describedby'));
  const now = new URLSearchParams({user: user.value, hint: user.placeholder, described: told?.textContent ?? '',
    active, type: word?.type ?? '', length: word?.value.length ?? 0, elements: root.querySelectorAll('*').length,
    inputs: window.inputs ?? 0}).toString();
  if (now != last) fetch('/state?' + (last = now));
}, 50);
addEventListener('input', event => { window.inputs = (window.inputs ?? 0) + 1; });
"""
LATE = "setTimeout(() => { document.body.innerHTML = `" + FORM + "`; }, 500);"
FRAMEWORK = LATE + "setTimeout(() => { const form = document.forms[0]; form.replaceWith(form.cloneNode(true)); }, 1500);"
SHADOW = """customElements.define('x-login', class extends HTMLElement { connectedCallback() {
  this.attachShadow({mode: 'open'}).innerHTML = `""" + FORM + """`; this.shadowRoot.querySelector('input').focus(); } });"""


REVEALER = ("mousemove", "580", "237")  # in the focused password field
CAPS_LOCK, CAPS_PLACE = "#fff2e5", (512, 71)
HOW = ("mousemove", "430", "86")


def clipboard(display, selection="CLIPBOARD"):  # noqa: F811
    """What a program on the display would paste."""
    program = ("import gi; gi.require_version('Gtk', '3.0'); from gi.repository import Gtk; from gi.repository import Gdk; "
               f"print(Gtk.Clipboard.get(Gdk.atom_intern('{selection}', False)).wait_for_text() or '', end='')")
    return display.run("/usr/bin/python3", "-c", program)


@pytest.fixture
def shell(display, site):  # noqa: F811
    """A shell on a login page; states holds what that has told of itself."""
    browsers = []

    def start(body, script="", environment=None, login="", answers=None):
        states = []

        def note(request):
            states.append(request.query)
            return ""

        site.pages = {"/": page(body, script + REPORT), "/state": note, **(answers or {})}
        policy = write_policy(f"https://{PAGES}/", PAGES)
        with policy.open("a", encoding="utf-8") as file:
            file.write(login)
        browser = Browser(policy, display, environment)
        browsers.append(browser)
        assert browser.receive() == "ready"
        browser.states = states
        browser.see = lambda **wanted: wait_until(
            lambda: states and wanted.items() <= states[-1].items(), f"{wanted} in {states[-3:]}")
        return browser

    yield start
    for browser in browsers:
        browser.close()


def policy_of(hint="", prefill="no", users="kiosk"):
    return f"[login]\nidentifier-hint = {hint}\nprefill-identifier = {prefill}\n[account]\nusers = {users}\n"


@pytest.mark.parametrize("body, script", [(FORM, ""), ("", FRAMEWORK)], ids=["plain", "replaced"])
def test_the_identifier_field_says_how_it_looks(shell, body, script):
    browser = shell(body, script, login=policy_of(HINT))
    browser.see(hint=HINT, user="")
    wait_until(lambda: HINT in browser.states[-1]["described"], "the description")


def test_a_hint_of_the_page_stays(shell):
    browser = shell(FORM.replace('name="username"', 'name="username" placeholder="mine"'), login=policy_of(HINT))
    wait_until(lambda: browser.states and HINT in browser.states[-1]["described"], "the description")
    browser.see(hint="mine")


@pytest.mark.parametrize("body, script", [
    ("", FRAMEWORK), (FORM, "username.focus()"), ("<x-login></x-login>", SHADOW),
], ids=["replaced", "focused", "shadow"])
def test_a_known_identifier_is_written_and_the_password_is_next(shell, body, script):
    browser = shell(body, script, {"USER": "prenom.nom"}, policy_of(prefill="yes"))
    browser.see(user="prenom.nom", active="password")


@pytest.mark.parametrize("environment, login", [
    ({"USER": "prenom.nom"}, policy_of()), ({}, policy_of(prefill="yes")),
    ({"USER": "invite"}, policy_of(prefill="yes", users="kiosk invite")),
], ids=["not-wanted", "nobody", "nobody-else"])
def test_a_name_that_is_nobodys_is_not_written(shell, environment, login):
    browser = shell(FORM, "setTimeout(() => username.placeholder = 'later', 1000)", environment, login)
    browser.see(user="", hint="later")
    assert {state["user"] for state in browser.states} == {""}


def test_what_a_person_has_typed_is_never_overwritten(shell, display):  # noqa: F811
    browser = shell(FORM + '<input id="other">', "username.focus()", {"USER": "prenom.nom"}, policy_of(prefill="yes"))
    browser.see(user="prenom.nom", active="password")
    display.xdotool("key", "shift+Tab", "ctrl+a", "BackSpace")
    browser.see(user="", active="username")
    display.xdotool("type", "0'@<+ 1234")
    browser.see(user="0'@<+ 1234", active="username")


@pytest.mark.parametrize("field", ['<input id="username" name="q" type="search"><input id="password">',
                                   '<input id="username" name="username"><input id="password" type="password"'
                                   ' autocomplete="new-password">',
                                   '<input id="username" autocomplete="one-time-code"><input id="password" type="password">'],
                         ids=["search", "new-password", "code"])
def test_other_fields_are_left_alone(shell, field):
    browser = shell(field, "setTimeout(() => username.title = window.inputs = 7, 1000)", {"USER": "prenom.nom"},
                    policy_of(HINT, "yes"))
    browser.see(inputs="7")
    browser.see(user="", hint="", described="")


def test_the_password_can_be_seen_while_the_button_is_held_and_not_a_moment_longer(shell, display):  # noqa: F811
    browser = shell(FORM, "password.focus()")
    display.xdotool("type", "secret")
    browser.see(type="password", length="6")
    display.xdotool(*REVEALER, "mousedown", "1")
    browser.see(type="text", length="6", active="password")
    display.xdotool("mouseup", "1")
    browser.see(type="password", active="password")
    display.xdotool("type", "t")
    browser.see(length="7")
    display.xdotool("key", "Tab", "keydown", "space")
    browser.see(type="text")
    display.xdotool("keyup", "space")
    browser.see(type="password")


def test_the_warning_hides_a_password_that_is_seen(shell, display):  # noqa: F811
    browser = shell(FORM, "password.focus()")
    display.xdotool("type", "secret")
    display.xdotool(*REVEALER, "mousedown", "1")
    browser.see(type="text")
    browser.send("warn 25")
    browser.see(type="password")
    display.xdotool("mouseup", "1")


def test_a_form_is_sent_as_the_page_made_it(shell, display):  # noqa: F811
    sent = []

    def log_in(request):
        sent.append((request.query, request.form))
        return page("")

    browser = shell(FORM.replace("<form", '<form method="post"'), "password.focus(); addEventListener('submit', "
                    "event => fetch('/state?submitted=' + password.type, {keepalive: true}))", answers={"/log-in": log_in})
    display.xdotool("type", "secret")
    display.xdotool(*REVEALER, "mousedown", "1")
    browser.see(type="text")
    display.xdotool("key", "Return", "mouseup", "1")
    wait_until(lambda: sent, "the login")
    assert sent == [({}, {"username": "", "password": "secret"})]
    wait_until(lambda: {"submitted": "password"} in browser.states, "what the page saw")
    assert {"submitted": "text"} not in browser.states


@pytest.mark.parametrize("own", ['<button type="button" class="toggle-password">o</button>',
                                 '<a role="button" aria-label="Afficher le mot de passe">o</a>'])
def test_a_page_that_can_show_the_password_itself_gets_no_second_button(shell, display, own):  # noqa: F811
    browser = shell(FORM.replace("<br>\n<button>", f"{own}<br>\n<button>"), "password.focus()")
    display.xdotool("type", "secret")
    browser.see(length="6")
    elements = browser.states[-1]["elements"]
    display.xdotool("key", "shift+Tab")
    browser.see(active="username", elements=elements)


def test_caps_lock_is_told_while_a_password_is_typed(shell, display):  # noqa: F811
    browser = shell(FORM, "password.focus()")
    browser.see(active="password")
    display.xdotool("key", "Caps_Lock")
    try:
        display.wait_color(CAPS_LOCK, *CAPS_PLACE)
        display.xdotool("key", "shift+Tab")
        display.wait_color(GREEN, *CAPS_PLACE)
        display.xdotool("key", "Tab")
        display.wait_color(CAPS_LOCK, *CAPS_PLACE)
    finally:
        display.xdotool("key", "Caps_Lock")
    display.wait_color(GREEN, *CAPS_PLACE)
    assert browser.process.poll() is None


@pytest.mark.parametrize("scheme", ['Basic realm="x"', 'Digest realm="x", nonce="n", qop="auth"', "NTLM", "Negotiate"])
def test_no_password_is_asked_for_outside_of_a_page(shell, display, scheme):  # noqa: F811
    """WebKit's own dialog has a box to remember the password."""
    asked = []

    def locked(request):
        asked.append(request.path)
        return Answer(401, b"no", headers=[("WWW-Authenticate", scheme)])

    browser = shell(FORM, "fetch('/part').catch(() => 0).then(() => location = '/locked')",
                    answers={"/part": locked, "/locked": locked})
    windows = display.windows()
    browser.wait_logged("load failed: SITE-SIGN-ON")
    assert asked == ["/part", "/locked"]
    assert display.windows() == windows


def test_no_certificate_of_the_machine_is_offered(shell, display, site):  # noqa: F811
    """A server that would like one is answered without, and nobody is asked."""
    site.server.tls.load_verify_locations(f"{RUN_DIR}/certificates/ca.pem")
    site.server.tls.verify_mode = ssl.CERT_OPTIONAL
    try:
        browser = shell(FORM, "password.focus()")
        browser.see(active="password")
        assert len(display.windows()) == 3
    finally:
        site.server.tls.verify_mode = ssl.CERT_NONE


def test_a_login_is_sent_once_whatever_comes_of_it(shell, display):  # noqa: F811
    """The server dies over it; then the shell goes on, and nothing is sent but requests for pages."""
    sent = []

    def log_in(request):
        sent.append(request.method)
        return Answer(None)

    browser = shell(FORM.replace("<form", '<form method="post"'), "password.focus()", answers={"/log-in": log_in})
    display.xdotool("type", "secret")
    display.xdotool("key", "Return")
    browser.wait_logged("load failed: NET-")
    display.xdotool("key", "Return")  # the notice's button
    display.wait_color(GREEN)
    browser.see(active="password")
    display.xdotool("key", "F5", "ctrl+r", "alt+Left", "XF86Reload")
    display.xdotool("type", "x")
    browser.see(length="7")
    assert sent == ["POST"]


def test_a_page_that_goes_back_to_the_login_it_sent_does_not_send_it_again(shell, display):  # noqa: F811
    sent = []

    def log_in(request):
        sent.append(request.method)
        return page("", "setTimeout(() => location = '/next', 500)")

    browser = shell(FORM.replace("<form", '<form method="post"'), "password.focus()",
                    answers={"/log-in": log_in, "/next": page("", "setTimeout(() => history.back(), 500)")})
    display.xdotool("key", "Return")
    browser.wait_logged("form not sent again")
    browser.see(active="password")
    assert sent == ["POST"]


def test_what_was_copied_cannot_be_pasted_for_long(shell, display):  # noqa: F811
    browser = shell(FORM, "username.focus()", login="[session]\nclipboard-lifetime = 5s\n")
    display.xdotool("type", "secret")
    display.xdotool("key", "ctrl+a", "ctrl+c")
    wait_until(lambda: clipboard(display) == "secret", "the copied text")
    browser.wait_logged("clipboard emptied")
    wait_until(lambda: clipboard(display) == "", "an empty clipboard")
    wait_until(lambda: clipboard(display, "PRIMARY") == "", "an empty selection")


@pytest.mark.parametrize("end", ["end", "kill"])
def test_the_next_shell_on_the_same_display_finds_nothing_to_paste(shell, display, end):  # noqa: F811
    browser = shell(FORM, "username.focus()")
    display.xdotool("type", "secret")
    display.xdotool("key", "ctrl+a", "ctrl+c")
    wait_until(lambda: clipboard(display) == "secret", "the copied text")
    if end == "end":
        browser.send("end idle")
    else:
        browser.process.kill()
    browser.wait()
    browser = shell(FORM, "username.focus()")
    display.xdotool("key", "ctrl+v", "shift+Insert", "x")
    browser.see(user="x")
    assert clipboard(display) == "" and clipboard(display, "PRIMARY") in ("", "x")
    assert "CUT_BUFFER" not in display.run("xprop", "-root")


def test_strong_authentication_opens_here_or_is_shown_for_elsewhere(shell, display, site):  # noqa: F811
    how = "[login]\nstrong-authentication-url = https://{}\n"
    shell(FORM, login=how.format(PAGES + "/how"), answers={"/how": page("")})
    display.wait_color(GREEN)
    since = site.number()
    display.xdotool(*HOW, "click", "1")
    site.wait("/how", since)
    display.wait_color(GREEN)
    display.xdotool(*HOW, "click", "1")
    site.wait("/", since)
    browser = shell(FORM, login=how.format("www.academie.example/actualites"))
    display.wait_color(GREEN)
    display.xdotool(*HOW, "click", "1")
    display.wait_color("#f6f6f6", 5, 760)
    assert browser.process.poll() is None
