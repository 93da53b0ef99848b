"""A threaded HTTPS server and the handler that turns a request into an Answer.

Runs as: the test servers.
"""
import dataclasses
import http.server
import socket
import socketserver
import ssl
import urllib.parse

MAX_BODY = 1 << 20
IDLE_SECONDS = 60


@dataclasses.dataclass
class Request:
    method: str
    host: str
    path: str
    query: dict
    form: dict
    cookies: dict


@dataclasses.dataclass
class Answer:
    """status None: close the connection without a word."""
    status: int | None
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: list = dataclasses.field(default_factory=list)
    cut: bool = False  # the connection breaks off in the middle of the body


def redirect(location):
    return Answer(302, headers=[("Location", location)])


def tls_context(certificate, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    return context


class HttpsServer(http.server.ThreadingHTTPServer):
    """ANSWER is called with a Request in the connection's thread and returns an Answer; TLS None
    serves plain HTTP."""

    request_queue_size = 64

    def __init__(self, address, tls, log, answer):
        self.tls = tls
        self.log = log
        self.answer = answer
        super().__init__(address, Handler)

    def server_bind(self):
        # Not HTTPServer's: it asks the name service for the host's name.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address

    def finish_request(self, request, client_address):
        """The handshake belongs to the connection's thread: one that stalls holds up no other."""
        address, port = request.getsockname()
        self.log.add("connect", "", f"{address}:{port}", "")
        request.settimeout(IDLE_SECONDS)
        try:
            connection = self.tls.wrap_socket(request, server_side=True) if self.tls else request
        except OSError:
            return
        with connection:
            super().finish_request(connection, client_address)

    def handle_error(self, request, client_address):
        """A client may go at any time; the log of requests tells the rest."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "webmail-demo"
    sys_version = ""
    wbufsize = -1
    disable_nagle_algorithm = True

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except (OSError, ssl.SSLError):
            self.close_connection = True

    def _serve(self):
        url = urllib.parse.urlsplit(self.path)
        host = (self.headers.get("Host") or "").lower()
        self.server.log.add("request", self.command, host, url.path)
        self._reply(self.server.answer(Request(
            self.command, host, url.path, _pairs(url.query), _pairs(self._body()),
            _cookies(self.headers.get("Cookie")))))

    do_GET = do_HEAD = do_POST = do_PUT = do_OPTIONS = _serve

    def _body(self):
        length = int(self.headers.get("Content-Length") or 0)
        if length > MAX_BODY:
            raise OSError("a body too long")
        return self.rfile.read(length).decode("utf-8", "replace") if length else ""

    def _reply(self, answer):
        if answer.status is None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        if answer.cut:
            self.close_connection = True
            self.wfile.write(answer.body[:len(answer.body) // 2])
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
        elif self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format, *args):
        """Nothing: the request line carries tokens."""


def _pairs(text):
    return dict(urllib.parse.parse_qsl(text, keep_blank_values=True))


def _cookies(header):
    """By hand: the standard library's parser gives up at the ':' and '=' of Convergence's cookie."""
    pairs = (part.strip().partition("=") for part in (header or "").split(";"))
    return {name: value for name, separator, value in pairs if separator}
