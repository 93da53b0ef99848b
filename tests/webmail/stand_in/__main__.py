"""Starts the stand-in: python3 -m webmail.stand_in --help.

Runs as: root, on a loopback address, in a throw-away machine.
"""
import argparse
import os
import pathlib
import threading

from webmail.serving.control import ControlServer, log_commands
from webmail.serving.https_server import HttpsServer, redirect, tls_context
from webmail.serving.request_log import RequestLog
from webmail.stand_in.application import Application
from webmail.stand_in.mailbox import Mailbox
from webmail.stand_in.sessions import Sessions
from webmail.stand_in.settings import Settings
from webmail.stand_in.sso import SingleSignOn


def read_arguments():
    parser = argparse.ArgumentParser(prog="stand_in", description=__doc__.splitlines()[0])
    parser.add_argument("--address", default="127.0.0.10")
    parser.add_argument("--port", type=int, default=443)
    parser.add_argument("--certificate", required=True)
    parser.add_argument("--sso-address", default="127.0.0.13")
    parser.add_argument("--sso-certificate", required=True)
    parser.add_argument("--sso-key", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--mails", required=True, help="a folder of .eml files")
    parser.add_argument("--user", default="prenom.nom")
    parser.add_argument("--password-file", required=True)
    parser.add_argument("--control", required=True, help="path of the control socket")
    parser.add_argument("--ready-fd", type=int, help="closed once the server listens")
    return parser.parse_args()


def main():
    options = read_arguments()
    log = RequestLog()
    settings = Settings(log)
    sessions = Sessions(settings)
    account = {"user": options.user, "password": pathlib.Path(options.password_file).read_text()}
    sso = SingleSignOn(account, settings)
    application = Application(account, sessions, settings, Mailbox(options.mails), sso)
    server = HttpsServer((options.address, options.port),
                         tls_context(options.certificate, options.key), log, application.answer)
    plain = HttpsServer((options.address, 80), None, log,
                        lambda request: redirect(f"https://{request.host}{request.path}"))
    sign_on = HttpsServer((options.sso_address, options.port), tls_context(options.sso_certificate, options.sso_key),
                          log, sso.answer)
    for other in (plain, sign_on):
        threading.Thread(target=other.serve_forever, daemon=True).start()
    ControlServer(options.control, {
        **log_commands(log), "get": settings.get, "set": settings.set,
        "sessions": sessions.live, "expire": sessions.expire, "code": sso.code,
    })
    if options.ready_fd is not None:
        os.write(options.ready_fd, b"ready\n")
        os.close(options.ready_fd)
    server.serve_forever()


main()
