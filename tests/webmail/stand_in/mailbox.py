"""Reads the folder of .eml files into the messages of the one mailbox.

Runs as: the stand-in.
"""
import dataclasses
import email
import email.policy
import email.utils
import pathlib

from webmail.stand_in.message_html import from_html, from_text

SEEN, ATTACHMENT = 1, 2
HEADERS = ("From", "To", "Cc", "Date", "Subject")


@dataclasses.dataclass
class File:
    number: int
    type: str
    subtype: str
    name: str
    content: bytes


@dataclasses.dataclass
class Message:
    uid: int
    size: int
    date: int  # seconds since 1970
    sender: str
    subject: str
    headers: list
    html: str
    files: list
    seen: bool = False

    @property
    def flags(self):
        return (SEEN if self.seen else 0) | (ATTACHMENT if self.files else 0)


class Mailbox:
    """Messages in the order of their dates, the oldest first."""

    def __init__(self, folder):
        read = [_read(path) for path in pathlib.Path(folder).glob("*.eml")]
        self.messages = sorted(read, key=lambda message: message.date)
        for uid, message in enumerate(self.messages, 1):
            message.uid = uid

    def find(self, uid):
        return next((message for message in self.messages if str(message.uid) == uid), None)


def _read(path):
    content = path.read_bytes()
    mail = email.message_from_bytes(content, policy=email.policy.default)
    sender = mail["From"].addresses[0]
    return Message(
        uid=0, size=len(content), date=int(mail["Date"].datetime.timestamp()),
        sender=sender.display_name or sender.addr_spec, subject=mail["Subject"],
        headers=[[name, str(mail[name])] for name in HEADERS if mail[name]],
        html=_body(mail), files=_files(mail))


def _body(mail):
    part = mail.get_body(("html", "plain"))
    text = part.get_content()
    return from_html(text) if part.get_content_subtype() == "html" else from_text(text)


def _files(mail):
    return [File(number, part.get_content_maintype(), part.get_content_subtype(),
                 part.get_filename() or f"piece-{number}", part.get_payload(decode=True))
            for number, part in enumerate(mail.iter_attachments(), 2)]
