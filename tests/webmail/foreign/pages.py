"""What the foreign hosts show.

Runs as: the foreign server.
"""
import base64
import html

from webmail.serving.https_server import Answer

# A red dot of one pixel.
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/q842iQAAAABJRU5ErkJg"
                         "gg==")
PAGE = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>{title}</title>
<style>body {{ font: 17px/1.6 "DejaVu Sans", sans-serif; margin: 8vh auto; max-width: 640px; padding: 0 20px }}
h1 {{ color: {colour} }}</style></head><body><h1>{title}</h1>{text}</body></html>"""

EVIL = """<p>Une imitation de la page de connexion : si vous la voyez, le poste vous a laissé sortir.</p>
<form action="/voler" method="post">
<p><label>Identifiant <input name="username"></label></p>
<p><label>Mot de passe <input name="password" type="password"></label></p>
<button type="submit">Connexion</button></form>"""
BAD_CERTIFICATE = "<p>Cette page n’aurait pas dû s’ouvrir : le certificat de {host} n’est pas valable.</p>"
ACADEMY = {
    "/": ("Académie de démonstration", "<p>Site public de l’académie de démonstration.</p>"),
    "/mot-de-passe": ("Mot de passe oublié", "<p>Munissez-vous de votre NUMEN, puis appelez l’assistance. "
                      "Un nouveau mot de passe est envoyé en dix minutes.</p>"),
    "/actualites/semaine-du-numerique": (
        "Semaine du numérique", "<p>Du 7 au 11 décembre 2026 : ateliers, conférences et rencontres dans "
        "tous les établissements de l’académie.</p>"),
}


def page(title, text, colour="#1f3a6e", status=200):
    text = PAGE.format(title=html.escape(title), text=text, colour=colour)
    return Answer(status, text.encode(), headers=[("Cache-Control", "no-store")])


def academy(request):
    title, text = ACADEMY.get(request.path, ("Page introuvable", "<p>Cette page n’existe pas.</p>"))
    return page(title, text, status=200 if request.path in ACADEMY else 404)


def evil(request):
    if request.path.endswith((".png", ".jpg")):
        return Answer(200, PIXEL, "image/png")
    return page("Connexion à la messagerie", EVIL, "#a3211b")


def bad_certificate(request):
    return page("Certificat non valable", BAD_CERTIFICATE.format(host=html.escape(request.host)), "#a3211b")
