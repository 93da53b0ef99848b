"""Hosts of https://NAME.academie.example/, each with a certificate or a TLS of its own kind.

Runs as: root, inside tests/throw-away-machine.
"""
import base64
import ctypes
import hashlib
import pathlib
import ssl
import struct
import subprocess
import threading
import warnings

from browser_rig import page
from webmail.serving.control import RUN_DIR
from webmail.serving.https_server import Answer, HttpsServer, tls_context
from webmail.serving.request_log import RequestLog

CERTIFICATES = pathlib.Path(RUN_DIR) / "certificates"
STORE = pathlib.Path("/usr/local/share/ca-certificates")
EC_KEY = "openssl ecparam -name prime256v1 -genkey -noout -out {name}.key"
REQUEST = "openssl req -new -key {name}.key -subj /CN={name}.academie.example"
SIGN = "openssl x509 -req -days 30 -extfile {name}.ext"
BY_AUTHORITY = SIGN + " -CA ca.pem -CAkey ca.key -out {name}.pem"
GOOD = f"{EC_KEY}; {REQUEST} | {BY_AUTHORITY}"
EARLY = """openssl ca -batch -notext -config ca.conf -cert ca.pem -keyfile ca.key -extfile {name}.ext \
    -startdate 20400101000000Z -enddate 20410101000000Z -in {name}.csr -out {name}.pem"""
# An authority of nobody's, with one below it that signs for the hosts.
OTHER_AUTHORITY = """
if [ ! -e private-root.pem ]; then
    openssl req -x509 -newkey ec:<(openssl ecparam -name prime256v1) -nodes -keyout private-root.key -out private-root.pem \
        -utf8 -subj '/C=FR/O=Rectorat de démonstration/CN=Racine privée' -days 30 \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign
    openssl req -newkey ec:<(openssl ecparam -name prime256v1) -nodes -keyout between.key -utf8 \
        -subj '/C=FR/O=Service informatique de démonstration/CN=Serveurs' |
    openssl x509 -req -days 30 -CA private-root.pem -CAkey private-root.key -out between.pem \
        -extfile <(printf 'basicConstraints=critical,CA:TRUE\\nkeyUsage=critical,keyCertSign')
fi"""
BY_OTHER = SIGN + " -CA between.pem -CAkey between.key -out {name}.pem"
# A link of the chain whose key can be broken; the host's own is good.
WEAK_AUTHORITY = """openssl req -newkey rsa:1024 -nodes -keyout weak-between.key -subj /CN=Weak |
    openssl x509 -req -days 30 -CA {above}.pem -CAkey {above}.key -out weak-between.pem \
        -extfile <(printf 'basicConstraints=critical,CA:TRUE\\nkeyUsage=critical,keyCertSign')"""
# What the authority says of a host's certificate: openssl's own responder writes it from its index.
STAPLE = """printf '{state}\\t401231000000Z\\t{since}\\t%s\\tunknown\\t/CN={name}\\n' \
        $(openssl x509 -in {name}.pem -noout -serial | cut -d= -f2) >{name}.index
    openssl ocsp -issuer ca.pem -cert {name}.pem -reqout {name}.request >/dev/null
    openssl ocsp -index {name}.index -rsigner ca.pem -rkey ca.key -CA ca.pem -reqin {name}.request \
        -respout {name}.ocsp -ndays 7 >/dev/null"""
# A second certificate of the same authority for the same host, with another key; and one of nobody's.
OTHER_KEY = GOOD.replace("{name}.key", "{name}-again.key").replace("out {name}.pem", "out {name}-again.pem") + """
    openssl req -x509 -key {name}-again.key -subj /CN=x -addext subjectAltName=DNS:{name}.academie.example -days 30 \
        -out {name}-nobody.pem"""
MUST_STAPLE = "echo tlsfeature=status_request >>{name}.ext"
# How each host gets its key and certificate, in the folder of the test authority.
HOSTS = {
    "early": f"{EC_KEY}; {REQUEST} -out {{name}}.csr; {EARLY}",
    "small-key": f"openssl genrsa -out {{name}}.key 1024; {REQUEST} | {BY_AUTHORITY}",
    "old-digest": f"{EC_KEY}; {REQUEST} | {BY_AUTHORITY} -sha1",
    "weak-chain": f"{OTHER_AUTHORITY}; {WEAK_AUTHORITY.replace('{above}', 'private-root')}; {EC_KEY}; {REQUEST} | {SIGN} "
                  "-CA weak-between.pem -CAkey weak-between.key -out {name}.pem; cat weak-between.pem >>{name}.pem",
    "private": f"{OTHER_AUTHORITY}; {EC_KEY}; {REQUEST} | {BY_OTHER}; cat between.pem >>{{name}}.pem",
    "incomplete": f"{OTHER_AUTHORITY}; {EC_KEY}; {REQUEST} | {BY_OTHER}",
    "revoked": f"{GOOD}; {STAPLE}".replace("{state}", "R").replace("{since}", "261101000000Z"),
    "stapled": f"{MUST_STAPLE}; {GOOD}; {STAPLE}".replace("{state}", "V").replace("{since}", ""),
    "unstapled": f"{MUST_STAPLE}; {GOOD}",
    "tls-1.0": GOOD,
    "tls-1.1": GOOD,
    "pinned": f"{GOOD}; {OTHER_KEY}",
    "static": GOOD,
}
VERSIONS = {"tls-1.0": ssl.TLSVersion.TLSv1, "tls-1.1": ssl.TLSVersion.TLSv1_1}
WEAK = {"small-key", "old-digest", "weak-chain", *VERSIONS}  # OpenSSL serves them only when told to


def host_of(name):
    return f"{name}.academie.example"


def add_host(address, name):
    with open("/etc/hosts", "a", encoding="utf-8") as hosts:
        hosts.write(f"{address} {host_of(name)}\n")


class Host:
    """One of HOSTS at an address of its own, answering every path with its content."""

    def __init__(self, name, number):
        script = HOSTS[name].replace("{name}", name)
        subprocess.run(
            ["bash", "-eo", "pipefail", "-c", f"cd {CERTIFICATES}; echo subjectAltName=DNS:{host_of(name)} >{name}.ext; {script}"],
            check=True, capture_output=True)
        address = f"127.0.0.{50 + number}"
        add_host(address, name)
        self.log, self.content = RequestLog(), Answer(200, page("").encode())
        self.server = HttpsServer((address, 443), tls_context_of(name), self.log, lambda request: self.content)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def change_certificate(self, certificate, key):
        """For the connections to come; an answer with "Connection: close" makes the browser need one."""
        self.server.tls = tls_context(CERTIFICATES / f"{certificate}.pem", CERTIFICATES / f"{key}.key")

    def requests(self):
        return [entry["path"] for entry in self.log.since(0) if entry["kind"] == "request"]

    def connections(self):
        return sum(entry["kind"] == "connect" for entry in self.log.since(0))


def tls_context_of(name):
    certificate, key = CERTIFICATES / f"{name}.pem", CERTIFICATES / f"{name}.key"
    if name not in WEAK:
        context = tls_context(certificate, key)
    else:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.load_cert_chain(certificate, key)
    if name in VERSIONS:
        with warnings.catch_warnings(action="ignore"):
            context.minimum_version = context.maximum_version = VERSIONS[name]
    staple = CERTIFICATES / f"{name}.ocsp"
    if staple.exists():
        add_staple(context, staple.read_bytes())
    return context


def add_staple(context, response):
    """Has CONTEXT send an OCSP response with its certificate: Python's ssl has no function for it, OpenSSL has."""
    set_callback, set_response, object_head = 63, 71, 16  # SSL_CTRL_…_TLSEXT_STATUS_REQ_CB, …_OCSP_RESP; bytes
    library = ctypes.CDLL("libssl.so.3")
    library.CRYPTO_memdup.restype = ctypes.c_void_p
    callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)

    @callback
    def answer(connection, _):
        copy = library.CRYPTO_memdup(response, ctypes.c_size_t(len(response)), None, 0)
        library.SSL_ctrl(ctypes.c_void_p(connection), set_response, ctypes.c_long(len(response)), ctypes.c_void_p(copy))
        return 0  # SSL_TLSEXT_ERR_OK: send it

    context.keep_alive = answer
    native = ctypes.c_void_p.from_address(id(context) + object_head)
    assert library.SSL_CTX_callback_ctrl(native, set_callback, answer)


def trust_private_authority():
    """As an administrator does it."""
    (STORE / "private.crt").write_bytes((CERTIFICATES / "private-root.pem").read_bytes())
    (STORE / "private.crt").chmod(0o644)
    subprocess.run(["update-ca-certificates", "--hooksdir", "/var/empty"], check=True, capture_output=True)


def pin(name):
    """The pin of the host's key, as openssl's own tools compute it."""
    der = subprocess.run(["openssl", "pkey", "-in", CERTIFICATES / f"{name}.key", "-pubout", "-outform", "DER"],
                         check=True, capture_output=True).stdout
    return "sha256/" + base64.b64encode(hashlib.sha256(der).digest()).decode()


def read_hello(listener):
    """What the next client of LISTENER offers: (cipher suites, versions), as numbers (RFC 8446, section 4.1.2)."""
    connection = listener.accept()[0]
    with connection, connection.makefile("rb") as stream:
        stream.read(5 + 4 + 2 + 32)  # record, message, legacy version, random
        stream.read(stream.read(1)[0])  # session id
        suites = numbers(stream.read(length(stream, 2)))
        stream.read(stream.read(1)[0])  # compression
        return suites, numbers(supported_versions(stream.read(length(stream, 2))))


def length(stream, size):
    return int.from_bytes(stream.read(size), "big")


def numbers(data):
    return set(struct.unpack(f">{len(data) // 2}H", data))


def supported_versions(extensions):
    while extensions:
        kind, size = struct.unpack(">HH", extensions[:4])
        if kind == 43:
            return extensions[5:4 + size]
        extensions = extensions[4 + size:]
    return b""
