"""Nobody there any more: the warning, who may take it away, and the end.

Runs as: root, in a throw-away machine (tests/integration/in-machine).
"""
import pytest
from e2e_rig import Kiosk, USER, log_in, prepare, read_mail

SHORT = "[session]\nidle-timeout = 25s\nidle-warning = 20s\n"  # the shortest that a policy may have


@pytest.fixture(scope="module")
def running():
    prepare("stand-in")
    with Kiosk() as kiosk:
        kiosk.opened()
        kiosk.reopened(SHORT)
        yield kiosk


def warned(kiosk, keep=False):
    """Logged in, a mail open, then left alone for five seconds. Where the mail's title was."""
    log_in(kiosk)
    title = read_mail(kiosk, "Conseil de classe")["box"]
    assert kiosk.colours(title) > 1
    if keep:
        assert "convocation" in kiosk.keep("document web", "")
    kiosk.log.wait_for("kiosk-session: state warning")
    kiosk.see("alert", "Êtes-vous toujours là")
    return title


def test_a_screen_reader_reads_no_mail_while_it_counts(running):
    """Neither by looking around, nor by asking an object that it holds since before."""
    warned(running, keep=True)
    running.miss(None, "convocation|Conseil|Belkacem", state=None)
    assert running.reread().strip() == ""
    assert "Messagerie académique" not in running.outline()
    running.act("push button", "^Rester connecté$")
    running.see("heading", "Conseil de classe")
    running.see("document web", "Messagerie académique")
    running.end()
    running.opened()


def test_what_was_typed_is_still_there_after_the_choice_to_stay(running):
    running.see("entry", "Identifiant", state="focused")
    running.write(USER)
    running.log.wait_for("kiosk-session: state warning")
    running.press("space", "Return")
    running.act("push button", "^Rester connecté$")
    running.log.wait_for("kiosk-session: state active")
    running.see("entry", "Identifiant", state="focused")
    running.write(".suite")
    running.see("entry", f"^{USER}.suite$")
    running.end()
    running.opened()


def test_only_the_choice_to_stay_brings_the_page_back(running):
    title = warned(running)
    running.shot("4-idle-warning")
    assert running.colours(title) == 1
    running.xdotool("mousemove", "300", "300", "mousemove", "320", "340", "key", "a")
    assert running.has("alert", "Êtes-vous toujours là")
    assert running.colours(title) == 1
    running.act("push button", "^Rester connecté$")
    running.log.wait_for("kiosk-session: state active")
    running.miss("alert", "Êtes-vous toujours là")
    assert running.colours(title) > 1
    running.log.wait_for("kiosk-session: state warning")
    ended = running.over()
    assert (ended["reason"], ended["wipe"]) == ("idle", "ok")


def test_someone_else_ends_it_at_once(running):
    running.opened()
    warned(running)
    running.click(running.see("push button", "Je suis quelqu’un d’autre"))
    ended = running.over()
    assert (ended["reason"], ended["wipe"]) == ("logout-button", "ok")
