"""Starts the real Roundcube, with Dovecot behind it, as Debian packages them.

Runs as: root, in a throw-away machine.
"""
import email
import email.policy
import os
import pathlib
import secrets
import shutil
import socket
import sqlite3
import ssl
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
PROGRAMS = ("/usr/sbin/dovecot", "/usr/sbin/lighttpd", "/usr/bin/php-cgi", "/usr/share/roundcube/index.php")
SCHEMA = pathlib.Path("/usr/share/roundcube/SQL/sqlite.initial.sql")
PLUGINS = pathlib.Path("/var/lib/roundcube/plugins")
READY_SECONDS = 20
RETRY_SECONDS = 0.02


def start(run, certificates, mails, user, password):
    """Returns once IMAPS and HTTPS both answer. Started twice, it starts nothing the second time."""
    if (run / "roundcube").exists():
        return
    missing = [program for program in PROGRAMS if not os.path.exists(program)]
    if missing:
        sys.exit(f"up: {', '.join(missing)} not found; install what tests/webmail/packages names")
    _deliver(run / "mail" / user, mails)
    users = run / "dovecot.users"
    users.write_text(f"{user}:{{PLAIN}}{password}\n")
    shutil.chown(users, "root", "dovecot")
    users.chmod(0o640)
    _configure(run / "roundcube")
    daemons = {
        "dovecot": (["/usr/sbin/dovecot", "-F", "-c", HERE / "dovecot.conf"], ("imap.academie.example", 993)),
        "lighttpd": (["/usr/sbin/lighttpd", "-D", "-f", HERE / "lighttpd.conf"], ("roundcube.academie.example", 443)),
    }
    started = {name: (_spawn(run / f"{name}.start.log", command), address)
               for name, (command, address) in daemons.items()}
    for name, (process, address) in started.items():
        if not _answers(process, address):
            sys.exit(f"up: {name} does not start:\n{(run / f'{name}.start.log').read_text()}")


def _deliver(maildir, mails):
    """A Maildir of MAILS, each received on its date, the oldest first."""
    for part in ("cur", "new", "tmp"):
        (maildir / part).mkdir(parents=True)
    for path in mails.glob("*.eml"):
        content = path.read_bytes()
        date = email.message_from_bytes(content, policy=email.policy.default)["Date"].datetime.timestamp()
        delivered = maildir / "new" / f"{int(date)}.{path.stem}.demo"
        delivered.write_bytes(content)
        os.utime(delivered, (date, date))
    subprocess.run(["chown", "-R", "mail:mail", maildir.parent], check=True)


def _configure(folder):
    folder.mkdir(mode=0o700)
    (folder / "des_key").write_text(secrets.token_hex(12))
    with sqlite3.connect(folder / "database") as database:
        database.executescript(SCHEMA.read_text())
    subprocess.run(["chown", "-R", "www-data:www-data", folder], check=True)
    shutil.copytree(HERE / "plugins", PLUGINS, dirs_exist_ok=True)
    config = pathlib.Path("/etc/roundcube/config.inc.php")
    config.write_bytes((HERE / "config.inc.php").read_bytes())
    config.chmod(0o644)


def _spawn(log, command):
    with open(log, "wb") as output:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                cwd="/", start_new_session=True)


def _answers(process, address):
    """True once a TLS client gets through. Neither daemon tells when it listens, hence the retries."""
    end = time.monotonic() + READY_SECONDS
    context = ssl.create_default_context()
    while process.poll() is None and time.monotonic() < end:
        try:
            with socket.create_connection(address, timeout=READY_SECONDS) as connection:
                context.wrap_socket(connection, server_hostname=address[0]).close()
            return True
        except ConnectionRefusedError:
            time.sleep(RETRY_SECONDS)
    return False
