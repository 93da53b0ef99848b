"""Starts the foreign hosts: python3 -m webmail.foreign --help.

Runs as: root, on loopback addresses, in a throw-away machine.
"""
import argparse
import os
import socket
import ssl
import threading

from webmail.foreign import pages
from webmail.serving.control import ControlServer, log_commands
from webmail.serving.https_server import HttpsServer, tls_context
from webmail.serving.request_log import RequestLog

BAD_CERTIFICATES = ("expired", "self-signed", "wrong-host")


def by_name(certificates):
    """One TLS context that shows each host of BAD_CERTIFICATES its own certificate."""
    contexts = {f"{name}.academie.example": tls_context(f"{certificates}/{name}.pem", f"{certificates}/{name}.key")
                for name in BAD_CERTIFICATES}

    def choose(connection, name, context):
        if name not in contexts:
            return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
        connection.context = contexts[name]
        return None

    context = next(iter(contexts.values()))
    context.sni_callback = choose
    return context


def silent_listener(address, log):
    """Accepts each connection, and keeps it without a word."""
    listener = socket.create_server((address, 443))
    kept = []

    def accept():
        while True:
            kept.append(listener.accept()[0])
            log.add("connect", "", f"{address}:443", "")

    threading.Thread(target=accept, daemon=True).start()


def read_arguments():
    parser = argparse.ArgumentParser(prog="foreign", description=__doc__.splitlines()[0])
    parser.add_argument("--certificates", required=True, help="the folder that tests/webmail/certificates filled")
    parser.add_argument("--control", required=True, help="path of the control socket")
    parser.add_argument("--ready-fd", type=int, help="closed once all hosts listen")
    for name, address in (("academy", "127.0.0.12"), ("evil", "127.0.0.20"), ("bad", "127.0.0.21"),
                          ("hang", "127.0.0.22")):
        parser.add_argument(f"--{name}", default=address, help="address (default: %(default)s)")
    return parser.parse_args()


def main():
    options = read_arguments()
    log = RequestLog()

    def good(name):
        return tls_context(f"{options.certificates}/{name}.pem", f"{options.certificates}/{name}.key")

    servers = [
        HttpsServer((options.academy, 443), good("www"), log, pages.academy),
        HttpsServer((options.evil, 443), good("evil"), log, pages.evil),
        HttpsServer((options.evil, 80), None, log, pages.evil),
        HttpsServer((options.bad, 443), by_name(options.certificates), log, pages.bad_certificate),
    ]
    silent_listener(options.hang, log)
    ControlServer(options.control, log_commands(log))
    for server in servers[1:]:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    if options.ready_fd is not None:
        os.write(options.ready_fd, b"ready\n")
        os.close(options.ready_fd)
    servers[0].serve_forever()


main()
