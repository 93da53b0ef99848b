"""Nobody there any more: the warning, who may take it away, and the end.

Runs as: root, in a throw-away machine (tests/integration/in-machine).
"""
import pytest
from e2e_rig import MAILBOX, Control, Kiosk, USER, log_in, prepare, read_mail, replay

TWO_CARDS = 100  # pixels; one is lower
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


def test_after_an_idle_end_the_mailbox_is_reached_by_no_way(running):
    """What fails where idleness only leads back to the start page: by keys, by the old cookie, by the address."""
    with Control("stand-in") as server:
        running.opened()
        log_in(running)
        login, = server.do("sessions")
        assert "Invalid Session" not in replay(login)
        running.log.wait_for("kiosk-session: server logout done, replay dead")
        assert running.over()["reason"] == "idle"
        assert server.do("sessions") == []
        assert "Invalid Session" in replay(login)
    running.opened()
    running.see("entry", "Identifiant", state="focused")
    running.press("alt+Left", "XF86Back", "BackSpace", "alt+Right", "F5", "ctrl+r", "ctrl+shift+t", "ctrl+h", "Escape")
    running.see("entry", "Identifiant", state="focused")
    running.reopened(f"{SHORT}[site]\nstart-url = {MAILBOX}\nmailbox-pages =\nlogged-out-pages =\n",
                     until="browser window shown")
    running.see("entry", "Identifiant")
    running.miss(None, "Boîte de réception", state=None)
    running.reopened(SHORT)


def test_before_anything_was_typed_idleness_only_refreshes_the_page(running):
    running.see("entry", "Identifiant", state="focused")
    running.xdotool("mousemove", "300", "300", "mousemove", "320", "340")
    running.log.wait_for("kiosk-session: state touched")
    running.log.wait_for("kiosk-session: state ready")
    running.log.wait_for("kiosk-browser: start page refreshed")
    running.see("entry", "Identifiant", state="focused")
    assert not running.has("alert", "")
    running.end()


def test_the_notification_has_both_answers_for_the_mouse(running):
    running.opened()
    warned(running)
    running.click_window("^Dunst$", 0.25, TWO_CARDS)
    running.log.wait_for("kiosk-session: state active")
    running.see("heading", "Conseil de classe")
    running.log.wait_for("kiosk-session: state warning")
    running.click_window("^Dunst$", 0.75, TWO_CARDS)
    ended = running.over()
    assert (ended["reason"], ended["wipe"]) == ("logout-button", "ok")


def test_someone_else_ends_it_at_once(running):
    running.opened()
    warned(running)
    running.click(running.see("push button", "Je suis quelqu’un d’autre"))
    ended = running.over()
    assert (ended["reason"], ended["wipe"]) == ("logout-button", "ok")
