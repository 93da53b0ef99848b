"""Login pages in the manner of known systems: field names and controls as they have them, all else our own.

Runs as: the tests. One description per system; each page of it comes in the variants below.
"""
import dataclasses
import json

USER_LABEL, PASSWORD_LABEL, BUTTON = "Identifiant", "Mot de passe", "Se connecter"
VARIANTS = ("plain", "late", "frame", "foreign-frame", "shadow")


@dataclasses.dataclass(frozen=True)
class System:
    """remember: the control with its label. script: body of a function of the page, `root` holds the form.
    never: fields that may not arrive; always: fields that must. sends: by the form itself, or by "script"."""
    name: str
    user: str
    password: str
    remember: str
    label: str
    form: str = ""
    hidden: str = ""
    script: str = ""
    never: tuple = ()
    always: dict = dataclasses.field(default_factory=dict)
    sends: str = "form"


def box(name, label, attributes="", value="1"):
    """A ticked box."""
    return (f'<input type="checkbox" name="{name}" value="{value}" id="{name}" checked {attributes}>'
            f'<label for="{name}">{label}</label>')


# As a framework does it: a model, an element without input, and what is sent is made of the model.
MODEL = """
    const control = root.querySelector('[data-model]'), form = root.querySelector('form');
    let on = true;
    const show = () => { SHOW };
    control.addEventListener('click', () => { on = !on; show(); });
    show();
    form.addEventListener('submit', (event) => {
        event.preventDefault();
        const body = new URLSearchParams(new FormData(form));
        body.set(control.dataset.model, String(on));
        fetch(form.action, { method: 'POST', body }).then(() => form.replaceWith('Bienvenue'));
    });
"""
ARIA = MODEL.replace("SHOW", "control.setAttribute('role', 'checkbox'); control.setAttribute('aria-checked', on);"
                             " control.tabIndex = 0")
ICON = MODEL.replace("SHOW", "control.firstElementChild.className = on ? 'icon-checkbox-checked' : 'icon-checkbox-unchecked'")
POSTS = """
    const form = root.querySelector('form');
    form.addEventListener('submit', (event) => {
        event.preventDefault();
        const body = new URLSearchParams(new FormData(form));
        const box = root.querySelector('#rememberMe');
        if (box.checked)
            body.set('rememberMe', 'true');
        fetch(form.action, { method: 'POST', body }).then(() => form.replaceWith('Bienvenue'));
    });
"""

SYSTEMS = {system.name: system for system in (
    # None is known to have a box; this is one that an academy might add, in Dojo's clothes.
    System("convergence", "username", "password",
           f'<div class="dijitCheckBox">{box("rememberMe", "Mémoriser mon identifiant", "class=dijitCheckBoxInput")}</div>',
           "Mémoriser mon identifiant", hidden='<input type="hidden" name="chkpreloginip" value="true">', script=POSTS,
           never=("rememberMe",), always={"chkpreloginip": "true"}, sends="script"),
    System("roundcube", "_user", "_pass", '<span id="place"></span>', "Rester connecté", form='id="login-form"',
           script=f"root.querySelector('#place').innerHTML = `{box('_ifpl', 'Rester connecté')}`;", never=("_ifpl",)),
    System("sogo", "userName", "password", '<md-checkbox ng-model="app.creds.rememberLogin" data-model="rememberLogin">'
           'Se souvenir de moi</md-checkbox>', "Se souvenir de moi", script=ARIA, never=("rememberLogin",), sends="script"),
    System("zimbra", "username", "password", box("zrememberme", "Stay signed in", 'class="ZCheck"'), "Stay signed in",
           hidden='<input type="hidden" name="loginOp" value="login">', never=("zrememberme",), always={"loginOp": "login"}),
    System("horde", "horde_user", "horde_pass", box("horde_remember", "Se rappeler de moi"), "Se rappeler de moi",
           form='name="horde_login"', never=("horde_remember",)),
    System("owa", "username", "password",
           '<div><input type="radio" name="trusted" value="0" id="rdoPblc"><label for="rdoPblc">Ordinateur public ou partagé'
           '</label></div><div><input type="radio" name="trusted" value="4" id="rdoPrvt" checked>'
           '<label for="rdoPrvt">Ordinateur privé</label></div>',
           "Ordinateur (public|privé)", form='name="logonForm"', hidden='<input type="hidden" name="flags" value="4">',
           always={"trusted": "0", "flags": "0"}),
    System("owa-2013", "username", "password", box("chkPrvt", "Il s’agit d’un ordinateur privé", value="4"),
           "ordinateur privé", form='name="logonForm"', hidden='<input type="hidden" name="flags" value="4">',
           never=("chkPrvt",), always={"flags": "0"}),
    System("rd-web-access", "DomainUserName", "UserPass",
           '<label><input type="radio" name="MachineType" value="public" id="rdoPblc"> Ordinateur public</label>'
           '<label><input type="radio" name="MachineType" value="private" id="rdoPrvt" checked> Ordinateur privé</label>',
           "Ordinateur (public|privé)", always={"MachineType": "public"}),
    System("list", "username", "password", '<label>Ce poste est <select name="kind"><option value="9">un ordinateur privé'
           '</option><option value="2">un ordinateur public</option></select></label>', "Ce poste est", always={"kind": "2"}),
    System("rainloop", "RainLoopEmail", "RainLoopPassword",
           '<label class="signMeLabel" data-model="signMe"><i></i> Se souvenir de moi</label>', "Se souvenir de moi",
           script=ICON, never=("signMe",), sends="script"),
    System("snappymail", "Email", "Password", '<label><input type="checkbox" name="signMe" data-bind="checked: signMe" checked>'
           ' Remember me</label>', "Remember me", never=("signMe",)),
    System("lemonldap", "user", "password", box("stayconnected", "Rester connecté sur cet appareil"),
           "Rester connecté", never=("stayconnected",), hidden='<input type="hidden" name="url" value="aHR0cHM6">',
           always={"url": "aHR0cHM6"}),
    System("keycloak", "username", "password", f'<div class="checkbox"><label><input id="rememberMe" name="rememberMe" '
           'type="checkbox" checked> Remember me</label></div>', "Remember me", form='id="kc-form-login"',
           never=("rememberMe",)),
    System("cas", "username", "password",
           '<p><input type="checkbox" name="rememberMe" id="rememberMe" value="true" checked>'
           '<label for="rememberMe">Se souvenir de moi</label></p>'
           '<p><input type="checkbox" name="publicWorkstation" id="publicWorkstation" value="true">'
           '<label for="publicWorkstation">Je suis sur un poste public</label></p>',
           "Se souvenir|poste public", form='id="fm1"', hidden='<input type="hidden" name="execution" value="e1s1">',
           never=("rememberMe",), always={"publicWorkstation": "true", "execution": "e1s1"}),
    System("shibboleth", "j_username", "j_password",
           '<input id="donotcache" type="checkbox" name="donotcache" value="1">'
           '<label for="donotcache">Ne pas se souvenir de cette connexion</label>', "Ne pas se souvenir",
           always={"donotcache": "1"}),
    System("adfs", "UserName", "Password", '<div id="kmsiArea"><input type="checkbox" name="Kmsi" id="kmsiInput" value="true" '
           'checked><label for="kmsiInput">Maintenir la connexion</label></div>', "Maintenir la connexion",
           form='id="loginForm"', hidden='<input type="hidden" name="AuthMethod" value="FormsAuthentication">',
           never=("Kmsi",), always={"AuthMethod": "FormsAuthentication"}),
    # No box at all: nothing is to be said.
    System("google-like", "identifier", "Passwd", "", ""),
    # An unknown system: judged by its words.
    System("unknown", "ident", "secret", '<div><span id="words">Rester connecté</span>'
           '<div data-model="longue" aria-labelledby="words" style="width:20px;height:20px;border:1px solid">✓</div></div>',
           "Rester connecté", script=ARIA.replace("'checkbox'", "'switch'"), never=("longue",), sends="script"),
)}


def form_html(system):
    return f"""
<form action="/posted" method="post" {system.form}>{system.hidden}
  <p><label>{USER_LABEL} <input name="{system.user}" autocomplete="username"></label></p>
  <p><label>{PASSWORD_LABEL} <input type="password" name="{system.password}"></label></p>
  <div class="remember">{system.remember}</div>
  <p><button>{BUTTON}</button></p>
</form>"""


# A framework that draws the box anew, ticked, and forgets what was done to it.
LATE = """
const app = document.getElementById('app');
setTimeout(() => {
    app.innerHTML = html;
    start(app);
    let times = 0;
    const again = () => {
        const row = app.querySelector('.remember'), fresh = document.createElement('div');
        fresh.className = 'remember';
        fresh.innerHTML = rememberHtml;
        if (!scripted)
            row.replaceWith(fresh);
        if (++times < 5)
            requestAnimationFrame(again);
    };
    again();
}, 200);
"""
SHADOW = """
setTimeout(() => {
    const root = document.getElementById('app').attachShadow({ mode: 'open' });
    root.innerHTML = html;
    start(root);
}, 200);
"""


def script_text(value):
    return json.dumps(value).replace("</", "<\\/")


def fixture(system, variant, frames_origin=""):
    """The page's body."""
    if variant in ("frame", "foreign-frame"):
        origin = frames_origin if variant == "foreign-frame" else ""
        return f'<iframe src="{origin}/page/{system.name}/plain" width="600" height="350"></iframe>'
    start = f"const start = (root) => {{{system.script}}};\n"
    if variant == "plain":
        return f'<div id="app">{form_html(system)}</div><script>{start} start(document);</script>'
    data = (f"const html = {script_text(form_html(system))}, rememberHtml = {script_text(system.remember)}, "
            f"scripted = {script_text(bool(system.script))};\n")
    return f'<div id="app"></div><script>{start}{data}{ {"late": LATE, "shadow": SHADOW}[variant] }</script>'


def login_form(remember=box("rememberMe", "Rester connecté"), attributes=""):
    return form_html(System("", "username", "password", remember, "", form=attributes))


# What a page may do to keep its box: each is the body of a script, `form` and `box` are its own.
OTHER_SENDERS = {
    "submit": "form.onsubmit = (event) => { event.preventDefault(); form.submit(); }",
    "requestSubmit": "let once = false; form.onsubmit = (event) => { if (once) return; once = true; "
                     "event.preventDefault(); setTimeout(() => form.requestSubmit()); }",
    "FormData": "form.onsubmit = (event) => { event.preventDefault(); "
                "fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) }); }",
}
HOSTILE = {
    "ticks again and again": "setInterval(() => { box.disabled = false; box.checked = true; }, 0)",
    "undoes all at once": """
        new MutationObserver(() => {
            document.querySelectorAll('[data-webmail-kiosk]').forEach((element) => {
                if (element.dataset.webmailKiosk === 'note') element.remove();
                else element.removeAttribute('data-webmail-kiosk');
            });
            box.disabled = false; box.checked = true;
        }).observe(document, { subtree: true, childList: true, attributes: true })""",
    "breaks the language": """
        const broken = () => { throw new Error('broken'); };
        window.MutationObserver = window.WeakMap = window.Map = window.Set = window.requestAnimationFrame = broken;
        for (const type of [Element, Document, Node, EventTarget, HTMLInputElement, FormData, DocumentFragment])
            for (const name of Object.getOwnPropertyNames(type.prototype))
                try { Object.defineProperty(type.prototype, name, { get: broken, set: broken }); } catch {}
        Object.prototype.has = Array.prototype.map = String.prototype.replace = RegExp.prototype.test = broken;
        Object.defineProperty(Object.prototype, 'act', { get: () => 'none' });""",
    "hides what it can": """
        const names = ['querySelector', 'querySelectorAll', 'createElement', 'getRootNode', 'readyState', 'shadowRoot',
                       'closest', 'getAttribute', 'contains', 'after', 'parentNode', 'elements', 'addEventListener'];
        document.body.insertAdjacentHTML('beforeend', names.map((name) => `<img name="${name}"><form name="${name}"></form>`).join(''));
        form.insertAdjacentHTML('beforeend', names.map((name) => `<input type="hidden" name="${name}">`).join(''))""",
    "sends it by another field": "box.remove(); form.insertAdjacentHTML('beforeend', "
                                 "'<input type=\"hidden\" name=\"remember-me\" value=\"true\">')",
}


def scripted(script, form=login_form()):
    return (f"{form}<script>const form = document.forms[0], box = document.getElementById('rememberMe');\n"
            f"{script}</script>")


# A mailbox's own boxes, with the words of a login; none is near one, but for the change of the password.
MAILBOX = f"""
<form action="/posted" method="post"><fieldset><legend>Paramètres</legend>
  {box("_remember_folder", "Se souvenir du dernier dossier")} {box("_keep", "Garder une copie dans Envoyés")}
  {box("_remember_search", "Remember this folder")} {box("stay", "Rester connecté à la liste")}
  {box("_store_password", "Mémoriser")} <button>Enregistrer</button></fieldset></form>
<form action="/posted" role="search"><input name="q" aria-label="Chercher"> {box("remember", "Mémoriser la recherche")}</form>
<form action="/posted" method="post"><textarea name="message"></textarea>
  {box("receipt", "Accusé de réception")} {box("persistent", "Conserver le brouillon")}</form>"""
CHANGE_OF_PASSWORD = f"""
<form action="/posted" method="post"><input type="password" name="new" aria-label="Nouveau mot de passe">
  {box("show", "Afficher le mot de passe")} {box("terms", "J’ai lu la charte")} {box("mobile", "Prévenir mon téléphone")}
  <button>Changer</button></form>"""

QUESTION = """
<form action="/question" method="post"><h2>Rester connecté ?</h2>
  <input type="checkbox" name="DontShowAgain" id="KmsiCheckboxField" value="true"><label for="KmsiCheckboxField">
  Ne plus afficher ce message</label><input type="hidden" name="answer" value="yes">
  <input type="button" id="idBtn_Back" value="Non"><input type="submit" id="idSIButton9" value="Oui"></form>
<script>idBtn_Back.onclick = () => { document.forms[0].answer.value = 'no'; document.forms[0].submit(); }</script>"""
