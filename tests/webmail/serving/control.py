"""The control socket: tests talk to a server there, out of reach of the web session.

Runs as: the test servers (ControlServer) and root's tests (Control).

One JSON object a line each way. The command is the member "do", its arguments the others; the
answer has "ok" and "result", or "error".
"""
import json
import os
import socket
import socketserver
import threading

RUN_DIR = "/run/webmail-demo"


class ControlServer(socketserver.ThreadingUnixStreamServer):
    """Serves COMMANDS (name → function of keyword arguments) on PATH, for root only."""

    daemon_threads = True

    def __init__(self, path, commands):
        self.commands = commands
        if os.path.exists(path):
            os.unlink(path)
        super().__init__(path, _ControlHandler)
        os.chmod(path, 0o600)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _ControlHandler(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            try:
                arguments = json.loads(line)
                command = self.server.commands[arguments.pop("do")]
                answer = {"ok": True, "result": command(**arguments)}
            except (ValueError, KeyError, TypeError) as error:
                answer = {"ok": False, "error": f"{type(error).__name__}: {error}"}
            self.wfile.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")


class Control:
    """The test's end: Control("stand-in").do("set", fault="slow"). Raises ValueError on an error."""

    def __init__(self, server, run_dir=RUN_DIR):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(f"{run_dir}/{server}.control")
        self._lines = self._socket.makefile("rwb")

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._lines.close()
        self._socket.close()

    def do(self, command, **arguments):
        self._lines.write(json.dumps({"do": command, **arguments}).encode() + b"\n")
        self._lines.flush()
        answer = json.loads(self._lines.readline())
        if not answer["ok"]:
            raise ValueError(answer["error"])
        return answer["result"]


def log_commands(log):
    """The commands that every server has: log, clear-log, wait."""
    def wait(since=0, seconds=10, **wanted):
        return log.wait(wanted, since, seconds)

    return {
        "log": lambda since=0: log.since(since),
        "clear-log": log.clear,
        "wait": wait,
    }
