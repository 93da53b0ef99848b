"""kioskctl url-check judges addresses as the browser would: by WebKit's parser, and by the policy alone.

Runs as: root, inside tests/throw-away-machine, where the project is installed.
"""
import os
import pathlib
import subprocess

import gi
import pytest

gi.require_version("WebKit2", "4.1")
from gi.repository import WebKit2  # noqa: E402

POLICY = pathlib.Path("/tmp/url-check.conf")
PARSER = pathlib.Path("/usr/libexec/webmail-kiosk/kiosk-url")
NAMED = {("webmail.academie.example", 0), ("port.academie.example", 8443), ("192.0.2.7", 0),
         ("xn--acadmie-eya.example", 0), ("mail.academie.example", 0)}


@pytest.fixture(scope="module")
def table():
    """The addresses of the unit tests, with their verdicts; POLICY holds their rules."""
    program = pathlib.Path(os.environ["KIOSK_BUILD"]) / "tests/unit/url-table"
    words = [os.fsdecode(word) for word in subprocess.run([program], capture_output=True, check=True).stdout.split(b"\0")[:-1]]
    rules, rest = words[:words.index("")], words[words.index("") + 1:]
    POLICY.write_text("\n    ".join(["[site]\nstart-url = https://webmail.academie.example/iwc\nallow =", *rules]) + "\n")
    return list(zip(rest[::2], rest[1::2]))


def check(*urls, policy=POLICY):
    return subprocess.run(["kioskctl", "url-check", "--policy", policy, *urls], capture_output=True, text=True, check=False)


def goes_where_a_rule_leads(url):
    """Where WebKit would connect to, asked of WebKit in this process."""
    written = WebKit2.URIRequest.new("".join(chr(byte) if byte < 128 else f"%{byte:02X}" for byte in os.fsencode(url))).get_uri()
    origin = WebKit2.SecurityOrigin.new_for_uri(written)
    host, port = origin.get_host(), origin.get_port()
    return origin.get_protocol() == "https" and (
        (host, port) in NAMED or (port == 0 and (host or "").endswith(".sso.academie.example")))


def test_every_address_is_judged_as_the_browser_would(table):
    assert len(table) >= 150
    done = check(*(url for _, url in table))
    lines = done.stdout.splitlines()
    assert done.returncode == 1 and len(lines) == len(table), done.stderr
    for line, (verdict, url) in zip(lines, table):
        word = line.split("\t")[0]
        assert word in ("allowed", "blocked")
        assert word == "allowed" or verdict != "allowed", line
        empty = url in ("about:blank", "about:srcdoc")  # contact nobody; pages make frames of them
        assert word == "blocked" or empty or goes_where_a_rule_leads(url.removeprefix("blob:")), line


def test_the_rule_is_named_and_all_allowed_is_success(table):
    done = check("https://webmail.academie.example/iwc/x")
    assert (done.returncode, done.stdout) == (
        0, "allowed\thttps://webmail.academie.example/iwc/x\twebmail.academie.example/iwc\n")
    done = check("https://webmail.academie.example/iwc", "https://evil.example/")
    assert done.returncode == 1 and "blocked\thttps://evil.example/\thost is not on the list" in done.stdout


def test_what_webkit_reads_is_said(table):
    done = check("https:\\\\WEBMAIL.académie.example\\iwc", "https://webmail.academie.example\t.evil.example/\x1b[31m")
    assert "read as https://webmail.xn--acadmie-eya.example/iwc" in done.stdout
    assert "\x1b" not in done.stdout and "\\x09.evil.example/\\x1b[31m" in done.stdout


def test_without_the_parser_nothing_is_allowed(table):
    PARSER.rename(PARSER.with_suffix(".away"))
    try:
        done = check("https://webmail.academie.example/iwc")
    finally:
        PARSER.with_suffix(".away").rename(PARSER)
    assert done.returncode == 1 and done.stdout == "" and "cannot be run" in done.stderr


def test_the_parser_does_not_run_as_root(table):
    real = PARSER.with_suffix(".real")
    PARSER.rename(real)
    try:
        PARSER.write_text(f"#!/bin/sh\nid -u >&2\nexec {real} \"$@\"\n")
        PARSER.chmod(0o755)
        done = check("https://webmail.academie.example/iwc")
    finally:
        real.rename(PARSER)
    assert done.stderr == "65534\n" and done.returncode == 0
