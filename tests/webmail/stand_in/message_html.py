"""Makes the HTML of a message fit for the page: no script, and links that ask for a new window.

Runs as: the stand-in.

Remote pictures and forms stay in, as in many a webmail: that they lead nowhere is the kiosk's work.
"""
import html
import html.parser
import re

DROPPED = ("script", "style", "iframe", "object", "embed", "base", "meta", "link", "head", "title")
VOID = ("meta", "link", "base", "embed")
LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]")


class _Cleaner(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.out = []
        self._inside = 0  # dropped elements that are open

    def handle_starttag(self, tag, attributes):
        if tag in DROPPED:
            self._inside += tag not in VOID
        elif not self._inside and tag not in ("html", "body"):
            kept = [(name, value or "") for name, value in attributes
                    if not name.startswith("on") and name != "target"
                    and not (value or "").strip().lower().startswith("javascript:")]
            if tag == "a":
                kept.append(("target", "_blank"))
            text = "".join(f' {name}="{html.escape(value)}"' for name, value in kept)
            self.out.append(f"<{tag}{text}>")

    def handle_endtag(self, tag):
        if tag in DROPPED:
            self._inside = max(0, self._inside - 1)
        elif not self._inside and tag not in ("html", "body"):
            self.out.append(f"</{tag}>")

    def handle_data(self, data):
        if not self._inside:
            self.out.append(html.escape(data, quote=False))


def from_html(text):
    cleaner = _Cleaner()
    cleaner.feed(text)
    cleaner.close()
    return "".join(cleaner.out)


def from_text(text):
    """Plain text with its line breaks, addresses made links."""
    out, position = [], 0
    for match in LINK.finditer(text):
        link = html.escape(match[0])
        out.append(html.escape(text[position:match.start()], quote=False))
        out.append(f'<a href="{link}" target="_blank">{link}</a>')
        position = match.end()
    out.append(html.escape(text[position:], quote=False))
    return f'<div class="plain">{"".join(out)}</div>'
