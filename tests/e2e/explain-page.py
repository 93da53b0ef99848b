"""kioskctl explain-page tells an administrator what the rules find on a login page.

Runs as: root, in a throw-away machine (tests/integration/in-machine).
"""
import pathlib
import subprocess

import pytest
from e2e_rig import ACCOUNT, prepare
from login_pages import MAILBOX, SYSTEMS, fixture, form_html, login_form

from browser_rig import FRAMES, PAGES, PageServer, page  # found by e2e_rig


@pytest.fixture(scope="module")
def site():
    prepare()
    server = PageServer()
    yield server
    server.close()


def explain(where, *before):
    done = subprocess.run([*before, "kioskctl", "explain-page", where], capture_output=True, text=True, check=False, timeout=120)
    assert not list(pathlib.Path("/tmp").glob("kiosk-page-*"))
    return done, [line.split("\t") for line in done.stdout.splitlines()]


def test_each_control_is_told_with_its_rule_in_frames_and_shadow_roots_too(site):
    frames = "".join(f'<iframe src="{origin}/page/{name}/{variant}"></iframe>' for origin, name, variant in [
        ("", "owa", "plain"), (f"https://{FRAMES}", "cas", "late"), ("", "sogo", "shadow")])
    site.pages = {"/": page(f"{frames}{login_form()}")} | {
        f"/page/{name}/{variant}": page(fixture(SYSTEMS[name], variant)) for name, variant in [
            ("owa", "plain"), ("cas", "late"), ("sogo", "shadow")]}
    done, lines = explain(f"https://{PAGES}/")
    assert done.returncode == 0, done.stderr
    assert sorted(line[1] for line in lines if line[0] == "login") == sorted([
        f"https://{PAGES}/", f"https://{PAGES}/page/owa/plain", f"https://{PAGES}/page/sogo/shadow",
        f"https://{FRAMES}/page/cas/late"])
    rules = {(line[0], line[3]) for line in lines if len(line) == 4}
    assert {("turned on and replaced", "product: CAS, public workstation"), ("turned off and replaced", "product: CAS"),
            ("turned off and replaced", "product: SOGo"),
            ("turned on and replaced", "product: Outlook Web App 2007 and 2010")} <= rules
    assert any(action == "turned off and replaced" and why.startswith("label: ") for action, why in rules)
    assert not [entry for entry in site.log.since(0) if entry.get("method") == "POST"]


def test_a_file_is_read_with_the_rights_of_the_caller_and_its_text_is_harmless(site):
    path = pathlib.Path("/root/login.html")
    path.write_text(form_html(SYSTEMS["keycloak"]) + '<input type="checkbox" aria-label="autre &#27;[31m">')
    path.chmod(0o600)
    done, lines = explain(path)
    assert done.returncode == 0, done.stderr
    assert ["turned off and replaced", "input type=checkbox name=rememberMe id=rememberMe", "remember me",
            "product: Keycloak"] in lines
    assert ["left alone", "input type=checkbox", "autre \\x{1b}[31m", "no rule"] in lines


def test_what_cannot_be_explained_is_a_failure(site, tmp_path):
    site.pages = {"/": page(MAILBOX)}
    done, lines = explain(f"https://{PAGES}/", "setpriv", f"--reuid={ACCOUNT}", "--clear-groups", "--")
    assert (done.returncode, done.stderr) == (1, "kioskctl: no login found\n")
    assert [line[0] for line in lines] == ["no login"] + ["left alone"] * 8
    assert explain("https://expired.academie.example/")[0].stderr == "kioskctl: the site's certificate is not valid\n"
    assert explain("https://down.academie.example/")[0].stderr == "kioskctl: the page cannot be loaded\n"
    assert explain(tmp_path / "nothing")[0].returncode == 1
