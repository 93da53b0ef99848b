"""The ways in which a page can make a browser contact another host.

Each way has a host of its own, KIND.evil.example, at an address of its own: a single packet there
names the culprit. In the texts below, {to} is that host, {evil} is https://{to}.
Runs as: nothing; tests read it.
"""
import dataclasses

# Where the unlocked window makes no contact either, in this version of WebKit: only a guard for later ones.
GUARD = False


@dataclasses.dataclass
class Kind:
    body: str = ""
    script: str = ""
    headers: tuple = ()  # of the page
    click: str = ""      # xdotool's words, done on the page
    drag: str = ""       # an address that another program offers to be dragged, from 50, 650
    control: bool = True  # an unlocked window is known to make this contact


def element(text, control=True):
    return Kind(body=text, control=control)


def script(text, control=True):
    return Kind(script=text, control=control)


def add(tag, attributes, control=True):
    return script(f"document.body.append(Object.assign(document.createElement('{tag}'), {{{attributes}}}))", control)


# All of them at once, on one page.
PARTS = {
    "img": element('<img src="{evil}/a.png">'),
    "srcset": element('<img srcset="{evil}/a.png 1x">'),
    "picture": element('<picture><source srcset="{evil}/a.png"><img></picture>'),
    "plain-http": element('<img src="http://{to}/a.png">'),
    "script": element('<script src="{evil}/a.js"></script>'),
    "module": element('<script type="module" src="{evil}/a.js"></script>'),
    "stylesheet": element('<link rel="stylesheet" href="{evil}/a.css">'),
    "import": element('<style>@import url({evil}/a.css);</style>'),
    "font": element('<style>@font-face { font-family: x; src: url({evil}/a) } .x { font-family: x }</style>'
                    '<p class="x">x'),
    "background": element('<div style="background: url({evil}/a.png)">x</div>'),
    "cursor": element('<div style="cursor: url({evil}/a.png), auto">x</div>', GUARD),
    "image-set": element('<div style="background: image-set(url({evil}/a.png) 1x)">x</div>'),
    "content": element('<div style="content: url({evil}/a.png)"></div>'),
    "input-image": element('<input type="image" src="{evil}/a.png">'),
    "iframe": element('<iframe src="{evil}/"></iframe>'),
    "srcdoc": element('<iframe srcdoc="&lt;img src={evil}/a.png&gt;"></iframe>'),
    "frame-refresh": element('<iframe srcdoc="&lt;meta http-equiv=refresh content=\'0; url={evil}/\'&gt;"></iframe>'),
    "frame-script": element('<iframe src="javascript:void(location=\'{evil}/\')"></iframe>', GUARD),
    "frame-data": element('<iframe src="data:text/html,<img src={evil}/a.png>"></iframe>'),
    "frame-redirect": element('<iframe src="/redirect/frame-redirect"></iframe>'),
    "object": element('<object data="{evil}/a"></object>'),
    "embed": element('<embed src="{evil}/a">'),
    "video": element('<video src="{evil}/a.mp4" autoplay></video>'),
    "poster": element('<video poster="{evil}/a.png"></video>'),
    "audio": element('<audio src="{evil}/a.ogg" autoplay></audio>'),
    "track": element('<video src="/none.mp4"><track default kind="captions" src="{evil}/a.vtt"></video>', GUARD),
    "svg-image": element('<svg><image href="{evil}/a.png" width="9" height="9"/></svg>'),
    "svg-use": element('<svg><use href="{evil}/a.svg#x"/></svg>', GUARD),
    "icon": element('<link rel="icon" href="{evil}/a.ico">', GUARD),
    "manifest": element('<link rel="manifest" href="{evil}/a.json">', GUARD),
    "preconnect": element('<link rel="preconnect" href="{evil}">'),
    "preload": element('<link rel="preload" as="image" href="{evil}/a.png">'),
    "modulepreload": element('<link rel="modulepreload" href="{evil}/a.js">', GUARD),
    "prefetch": element('<link rel="prefetch" href="{evil}/a">', GUARD),
    "prerender": element('<link rel="prerender" href="{evil}/a">', GUARD),
    "dns": element('<img src="{evil}/a.png">'),
    "dns-prefetch": element('<link rel="dns-prefetch" href="{evil}">', GUARD),
    "img-redirect": element('<img src="/redirect/img-redirect">'),
    "fetch": script("fetch('{evil}/a', {mode: 'no-cors'})"),
    "fetch-keepalive": script("fetch('{evil}/a', {mode: 'no-cors', keepalive: true})"),
    "fetch-redirect": script("fetch('/redirect/fetch-redirect')"),
    "xhr": script("const x = new XMLHttpRequest(); x.open('GET', '{evil}/a'); x.send()"),
    "beacon": script("navigator.sendBeacon('{evil}/a', 'x')"),
    "websocket": script("new WebSocket('wss://{to}/')"),
    "websocket-plain": script("new WebSocket('ws://{to}/')", GUARD),
    "eventsource": script("new EventSource('{evil}/a')"),
    "dynamic-import": script("import('{evil}/a.js')"),
    "font-face": script("new FontFace('y', 'url({evil}/a)').load()"),
    "new-image": script("new Image().src = '{evil}/a.png'"),
    "worker": script("new Worker('/worker/worker')"),
    "worker-import": script("new Worker('/import/worker-import')"),
    "worker-blob": script("new Worker(URL.createObjectURL(new Blob([\"fetch('{evil}/a', {mode: 'no-cors'})\"])))"),
    "shared-worker": script("new SharedWorker('/worker/shared-worker')", GUARD),
    "service-worker": script("navigator.serviceWorker.register('/worker/service-worker')", GUARD),
    "stun": script("const p = new RTCPeerConnection({iceServers: [{urls: 'stun:{to}'}]});"
                   "p.createDataChannel('x'); p.createOffer().then(o => p.setLocalDescription(o))", GUARD),
    "transport": script("new WebTransport('{evil}:443/')", GUARD),
    "frame-form": script("const f = document.createElement('form'); f.method = 'post'; f.action = '{evil}/a';"
                         "f.target = 'sink'; document.body.append(f); f.submit()"),
    "frame-blob": add("iframe", "src: URL.createObjectURL(new Blob(['<img src={evil}/a.png>'], {type: 'text/html'}))"),
    "frame-blank": script("const f = document.createElement('iframe'); document.body.append(f);"
                          "f.contentDocument.body.innerHTML = '<img src={evil}/a.png>'"),
    "frame-location": script("const f = document.createElement('iframe'); document.body.append(f);"
                             "f.contentWindow.location = '{evil}/'"),
    "frameset": element('<iframe srcdoc="&lt;frameset&gt;&lt;frame src={evil}/&gt;&lt;/frameset&gt;"></iframe>'),
    "base": element('<iframe srcdoc="&lt;base href={evil}/&gt;&lt;img src=a.png&gt;"></iframe>'),
    "portal": element('<portal src="{evil}/"></portal>', GUARD),
    "fenced-frame": element('<fencedframe src="{evil}/"></fencedframe>', GUARD),
    "speculation": element('<script type="speculationrules">{"prefetch": [{"urls": ["{evil}/"]}]}</script>', GUARD),
    "attribution": element('<img attributionsrc="{evil}/" src="/none.mp4">', GUARD),
    "svg-script": element('<svg><script href="{evil}/a.js"></script></svg>'),
    "alternative-service": Kind(headers=(("Alt-Svc", 'h2="{to}:443"; ma=9, h3="{to}:443"; ma=9'),), control=GUARD),
    "reporting": element('<iframe src="/reporting/reporting"></iframe>', GUARD),
    "csp-report": element('<iframe src="/csp/csp-report"></iframe>'),
    "link-header": Kind(headers=(("Link", "<{evil}/a.png>; rel=preload; as=image"),)),
    "link-header-connect": Kind(headers=(("Link", "<{evil}>; rel=preconnect"),)),
    "xml-stylesheet": element('<iframe src="/xml/xml-stylesheet"></iframe>'),
    "xslt": script("const x = new XSLTProcessor(); x.importStylesheet(new DOMParser().parseFromString("
                   "'<xsl:stylesheet version=\"1.0\" xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\">"
                   "<xsl:include href=\"{evil}/a\"/></xsl:stylesheet>', 'text/xml'))", GUARD),
}

LINK = '<a href="{href}" {more} style="position:fixed;inset:0;font-size:40px">lien</a>'
BUTTON = '<button {more} style="position:fixed;inset:0;width:100%;height:100%;opacity:0">x</button>'
LEFT, MIDDLE = "click 1", "click 2"


def link(href="{evil}/", more="", how=LEFT, control=True):
    return Kind(body=LINK.format(href=href, more=more), click=how, control=control)


def button(handler, control=True):
    return Kind(body=BUTTON.format(more=f'onclick="{handler}"'), click=LEFT, control=control)


# Each needs the page for itself.
MOVES = {
    "location": script("location = '{evil}/'"),
    "location-replace": script("location.replace('{evil}/')"),
    "meta-refresh": element('<meta http-equiv="refresh" content="0; url={evil}/">'),
    "refresh-header": Kind(headers=(("Refresh", "0; url={evil}/"),)),
    "redirect": script("location = '/redirect/redirect'"),
    "redirect-twice": script("location = '/redirect-twice/redirect-twice'"),
    "redirect-303": script("document.forms[0].submit()"),
    "redirect-308": script("document.forms[0].submit()"),
    "history-back": Kind(script="history.pushState(0, '', '/redirect/history-back'); location = '/back'",
                         headers=(("Cache-Control", "no-store"),)),
    "navigation": script("navigation.navigate('{evil}/')", GUARD),
    "open-self": script("open('{evil}/', '_self')"),
    "frame-form-top": element('<iframe srcdoc="&lt;form action={evil}/ target=_top&gt;&lt;/form&gt;'
                              '&lt;script&gt;document.forms[0].submit()&lt;/script&gt;"></iframe>'),
    "form-get": script("document.forms[0].submit()"),
    "form-post": script("document.forms[0].submit()"),
    "form-redirect": script("document.forms[0].submit()"),
    "window-open": script("open('{evil}/')"),
    "window-open-blank": script("open('about:blank').document.write('<img src={evil}/a.png>')"),
    "history": script("history.pushState(0, '', '/redirect/history'); location.reload()"),
    "script-url": script("location = \"javascript:void(location='{evil}/')\""),
    "data-url": script("location = 'data:text/html,<img src={evil}/a.png>'"),
    "blob-url": script("location = URL.createObjectURL(new Blob(['<img src={evil}/a.png>'], {type: 'text/html'}))"),
    "other-port": script("location = 'https://{to}:8443/'"),
    "plain-location": script("location = 'http://{to}/'"),
    "ftp": script("location = 'ftp://{to}/'", GUARD),
    "user-info": script("location = 'https://pages.academie.example@{to}/'"),
    "backslash": script("location = 'https:\\\\\\\\{to}\\\\@pages.academie.example/'"),
    "view-source": script("location = 'view-source:{evil}/'", GUARD),
    "about": script("location = 'about:{evil}/'", GUARD),
    "webkit": script("location = 'webkit://{to}/'", GUARD),
    "resource": script("location = 'resource://{to}/'", GUARD),
    "custom": script("location = 'kiosk+x://{to}/'", GUARD),
    "frame-to-top": element('<iframe srcdoc="&lt;script&gt;top.location=\'{evil}/\'&lt;/script&gt;"></iframe>'),
    "unload-beacon": script("addEventListener('pagehide', () => navigator.sendBeacon('{evil}/a', 'x'));"
                            "setTimeout(() => location = '/empty', 50)"),
    "link": link(),
    "link-blank": link(more='target="_blank"'),
    "link-opener": link(more='target="x" rel="opener"'),
    "link-download": link(more='download="x"', control=GUARD),
    "link-ping": link("#", 'ping="{evil}/"'),
    "link-middle": link(how=MIDDLE, control=GUARD),
    "link-ctrl": link(how="keydown ctrl click 1 keyup ctrl"),
    "link-shift": link(how="keydown shift click 1 keyup shift"),
    "link-hover": link(how="mousemove_relative 9 9", control=GUARD),
    "link-press": link(how="mousedown 1 mousemove_relative 400 300 mouseup 1", control=GUARD),
    "link-drag": Kind(body='<a href="{evil}/" style="position:fixed;inset:0 0 30% 0;font-size:40px">lien</a>',
                      click="mousedown 1 mousemove_relative 20 20 mousemove_relative 20 20 sleep 0.3 "
                            "mousemove 512 700 sleep 0.3 mouseup 1", control=GUARD),
    "link-base": Kind(body=LINK.format(href="x", more=""), click=LEFT, script="document.body.append("
                      "Object.assign(document.createElement('base'), {href: '{evil}/'}))"),
    "link-svg": Kind(body='<svg style="position:fixed;inset:0;width:100%;height:100%"><a href="{evil}/">'
                          '<rect width="100%" height="100%" fill="transparent"/></a></svg>', click=LEFT),
    "link-area": Kind(body='<map name="m"><area shape="default" href="{evil}/"></map><img usemap="#m" style="position:fixed;'
                           'inset:0;width:100%;height:100%" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', click=LEFT),
    "link-dropped": Kind(click="mousemove 50 650 mousedown 1 mousemove 70 640 mousemove 110 620 sleep 0.3 mousemove 512 400 "
                               "mousemove 520 410 sleep 0.3 mouseup 1", drag="{evil}/"),
    "link-script": link("javascript:void(location='{evil}/')"),
    "link-redirect": link("/redirect/link-redirect"),
    "button-open": button("window.open('{evil}/')"),
    "button-open-script": button("window.open('javascript:location=&quot;{evil}/&quot;')", GUARD),
    "button-open-blank": button("const w = window.open(''); w.location = '{evil}/'"),
    "button-form": button("document.forms[0].submit()"),
    "button-action": Kind(body='<form method="post" action="/empty">' + BUTTON.format(more='formaction="{evil}/"') + "</form>",
                          click=LEFT),
    "button-target": Kind(body='<form method="post" action="/empty">' + BUTTON.format(
        more='formaction="{evil}/" formtarget="_blank"') + "</form>", click=LEFT),
}
FORMS = {
    "form-get": '<form action="{evil}/"><input name="a" value="b"></form>',
    "form-post": '<form action="{evil}/" method="post"><input name="a" value="b"></form>',
    "redirect-303": '<form action="/redirect-other/redirect-303" method="post"><input name="a" value="b"></form>',
    "redirect-308": '<form action="/redirect-for-good/redirect-308" method="post"><input name="a" value="b"></form>',
    "form-redirect": '<form action="/redirect-same/form-redirect" method="post"><input name="a" value="b"></form>',
    "button-form": '<form action="{evil}/" method="post" target="_blank"><input name="a" value="b"></form>',
}
for name, form in FORMS.items():
    MOVES[name].body += form
