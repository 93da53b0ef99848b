"""Unpacks compressed streams, however little of one there is.

Runs as: root, in a throw-away machine.
"""
import ctypes
import lzma
import zlib

STREAM_MAX = 8 << 20  # of what one compressed stream is unpacked to
FIRST = 1 << 12  # of data: most of what only looks like a stream ends within
ZIP_HEADER, ZIP_DEFLATED = 30, b"\x08\x00"


class _Buffer(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("size", ctypes.c_size_t), ("position", ctypes.c_size_t)]


class Zstd:
    def __init__(self):
        self.library = ctypes.CDLL("libzstd.so.1")
        self.library.ZSTD_createDStream.restype = ctypes.c_void_p
        self.library.ZSTD_decompressStream.restype = ctypes.c_size_t
        self.library.ZSTD_decompressStream.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
        self.library.ZSTD_freeDStream.argtypes = [ctypes.c_void_p]

    def unpack(self, data):
        stream = self.library.ZSTD_createDStream()
        target = ctypes.create_string_buffer(STREAM_MAX)
        source = ctypes.create_string_buffer(bytes(data), len(data))
        into = _Buffer(ctypes.addressof(target), STREAM_MAX, 0)
        out_of = _Buffer(ctypes.addressof(source), len(data), 0)
        while out_of.position < out_of.size and into.position < into.size:
            left = self.library.ZSTD_decompressStream(stream, ctypes.byref(into), ctypes.byref(out_of))
            if left == 0 or self.library.ZSTD_isError(ctypes.c_size_t(left)):
                break
        self.library.ZSTD_freeDStream(stream)
        return target.raw[:into.position]


def _inflate(data, bits):
    stream = zlib.decompressobj(wbits=bits)
    try:
        start = stream.decompress(data[:FIRST], STREAM_MAX)
    except zlib.error:
        return b""
    try:
        return start + stream.decompress(data[FIRST:], STREAM_MAX)
    except zlib.error:  # cut off, or overwritten from there on
        return start


def _unzip(data):
    """The file of which DATA has the local header."""
    if len(data) < ZIP_HEADER or data[8:10] != ZIP_DEFLATED:
        return b""
    names = int.from_bytes(data[26:28], "little") + int.from_bytes(data[28:30], "little")
    return _inflate(data[ZIP_HEADER + names:], -15)


def _unxz(data):
    try:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=1 << 27).decompress(data, STREAM_MAX)
    except lzma.LZMAError:
        return b""


# (name, how a stream begins, what unpacks as much as there is of the one at the start of its argument)
UNPACKERS = (
    ("gzip", b"\x1f\x8b\x08", lambda data: _inflate(data, 31)),
    *(("zlib", bytes((0x78, level)), lambda data: _inflate(data, 15)) for level in (0x01, 0x5e, 0x9c, 0xda)),
    ("zip", b"PK\x03\x04", _unzip),
    ("zstd", b"\x28\xb5\x2f\xfd", Zstd().unpack),
    ("xz", b"\xfd7zXZ\0", _unxz),
)
