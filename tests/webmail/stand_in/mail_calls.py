"""The calls below /iwc/svc/wmap/: configuration, folders, list of messages, a message, attachments.

Runs as: the stand-in.

Each answer is "while(1);", a line feed and an array. The client cuts these ten characters off, so
that another site that includes the call as a script gets an endless loop and no mail.
"""
import json
import urllib.parse

from webmail.serving.https_server import Answer

SEEN, ATTACHMENT = 1, 2
PREFIX = "while(1);\n"
FOLDERS = ("INBOX", "Drafts", "Sent", "Trash")


def array(*items):
    text = PREFIX + json.dumps(items, ensure_ascii=False)
    return Answer(200, text.encode(), "text/plain; charset=utf-8", [("Cache-Control", "no-store")])


class MailCalls:
    def __init__(self, mailbox):
        self._mailbox = mailbox
        self.authenticated = {"cfg.mjs": self._configuration, "listfolders.mjs": self._folders,
                              "mbox.mjs": self._list, "msg.mjs": self._message}

    def _configuration(self, session, query):
        return array(0, "", [["mailquota", 1, "500000"]], None, "fr", 20000000, 20000000, 90,
                     "academie.example", "academie.example", 0, "3")

    def _folders(self, session, query):
        boxes = [[name, 2, *self._counts(name)] for name in FOLDERS]
        return array(0, "", boxes, list(FOLDERS))

    def _counts(self, name):
        messages = self._mailbox.messages if name == "INBOX" else []
        kilobytes = sum(message.size for message in messages) // 1024
        return len(messages), kilobytes, "lrswipcda", sum(not message.seen for message in messages)

    def _list(self, session, query):
        messages = self._mailbox.messages if query.get("mbox", "INBOX") == "INBOX" else []
        if query.get("sortorder", "R") == "R":
            messages = messages[::-1]
        start, count = int(query.get("start", 0)), int(query.get("count", 50))
        rows = [[message.uid, message.size, message.date, message.flags, message.sender,
                 message.subject, []] for message in messages[start:start + count]]
        return array(0, "", len(messages), start, len(rows), [["seen", SEEN], ["attachment", ATTACHMENT]],
                     rows, sum(message.seen for message in messages), 0, 0, len(messages))

    def _message(self, session, query):
        message = self._mailbox.find(query.get("uid"))
        if message is None:
            return array(2, "No such message")
        if query.get("unseen") != "true":
            message.seen = True
        headers = [0, "message", "rfc822", "", message.size, "", message.headers]
        body = [1, "text", "html", "", len(message.html), "inline", message.html]
        files = [[part.number, part.type, part.subtype, part.name, len(part.content), "attachment", ""]
                 for part in message.files]
        return array(0, "", "INBOX", message.uid, message.date, message.date, message.size,
                     message.flags, [headers, body, *files])

    def attachment(self, session, query):
        message = self._mailbox.find(query.get("uid"))
        number = query.get("number")
        part = next((part for part in message.files if str(part.number) == number), None) if message else None
        if part is None:
            return Answer(404, "<h1>Pièce jointe introuvable</h1>".encode())
        kind = "attachment" if query.get("attachment") == "1" else "inline"
        disposition = f"{kind}; filename*=UTF-8''{urllib.parse.quote(part.name)}"
        return Answer(200, part.content, f"{part.type}/{part.subtype}",
                      [("Content-Disposition", disposition), ("Cache-Control", "no-store")])
