"""Looks for the canaries of a run in everything that a machine keeps.

Runs as: root, in a throw-away machine.

All canaries begin with the same random letters, so one search finds every one of them: as UTF-8, as
UTF-16, and inside whatever gzip or zstd streams begin anywhere in the data.
"""
import array
import ctypes
import os
import pathlib
import re
import stat
import zlib

CHUNK = 16 << 20
OVERLAP = 1 << 16
STREAM_MAX = 8 << 20  # of what one compressed stream is unpacked to
PAGE = 4096
PRESENT = 3 << 62  # of a page in /proc/PID/pagemap: in memory, or swapped
GZIP, ZSTD = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"


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
        """As much as there is of the stream at the start of DATA."""
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


def gunzip(data):
    try:
        return zlib.decompressobj(wbits=31).decompress(data, STREAM_MAX)
    except zlib.error:
        return b""


class Search:
    """The hits of one search: place → list of "where: form: text"."""

    def __init__(self, prefix):
        self.forms = {"UTF-8": prefix.encode(), "UTF-16": prefix.encode("utf-16-le")}
        self.packed = {"gzip": (GZIP, gunzip), "zstd": (ZSTD, Zstd().unpack)}
        self.hits, self.bytes = {}, {}

    def _add(self, place, where, form, text):
        line = f"{where}: {form}: {text}"
        if line not in self.hits.setdefault(place, []):
            self.hits[place].append(line)

    def _find(self, place, where, data, packing=""):
        for form, pattern in self.forms.items():
            at = data.find(pattern)
            while at >= 0:
                following = data[at:at + 64 * len(pattern) // 8]
                text = following.decode("utf-16-le" if form == "UTF-16" else "utf-8", "replace")
                self._add(place, where, packing + form, re.match(r"\w*", text)[0])
                at = data.find(pattern, at + 1)

    def data(self, place, where, data):
        self.hits.setdefault(place, [])
        self.bytes[place] = self.bytes.get(place, 0) + len(data)
        self._find(place, where, data)
        for name, (magic, unpack) in self.packed.items():
            at = data.find(magic)
            while at >= 0:
                self._find(place, where, unpack(data[at:at + STREAM_MAX]), f"{name}, ")
                at = data.find(magic, at + 1)

    def stream(self, place, where, descriptor):
        """A file as it lies there, without its holes."""
        position, end = 0, os.lseek(descriptor, 0, os.SEEK_END)
        while position < end:
            try:
                start = os.lseek(descriptor, position, os.SEEK_DATA)
                stop = os.lseek(descriptor, start, os.SEEK_HOLE)
            except OSError:
                break
            for at in range(start, stop, CHUNK):
                self.data(place, where, os.pread(descriptor, min(CHUNK + OVERLAP, stop - at), at))
            position = stop

    def file(self, place, path):
        self.data(place, "name", os.fsencode(path))
        mode = os.lstat(path).st_mode
        if stat.S_ISLNK(mode):
            self.data(place, path, os.fsencode(os.readlink(path)))
        if not stat.S_ISREG(mode):
            return
        for name in os.listxattr(path, follow_symlinks=False):
            self.data(place, f"{path} ({name})", os.getxattr(path, name, follow_symlinks=False))
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NOATIME)
        try:
            self.stream(place, path, descriptor)
        finally:
            os.close(descriptor)

    def tree(self, place, top, leave_out=()):
        """Every file below TOP, on its file system; names count as well."""
        device = os.lstat(top).st_dev
        for folder, folders, files in os.walk(top):
            folders[:] = [name for name in folders if os.path.join(folder, name) not in leave_out
                          and os.lstat(os.path.join(folder, name)).st_dev == device]
            for name in folders + files:
                try:
                    self.file(place, os.path.join(folder, name))
                except FileNotFoundError:
                    continue

    def process(self, place, pid):
        """The memory of a process, its arguments, its environment. One that ends meanwhile keeps nothing."""
        base = pathlib.Path(f"/proc/{pid}")
        try:
            name = f"{pid} {(base / 'comm').read_text().strip()}"
            for text in ("cmdline", "environ", "maps"):
                self.data(place, f"{name} {text}", (base / text).read_bytes())
            with open(base / "mem", "rb", buffering=0) as memory, open(base / "pagemap", "rb", buffering=0) as pagemap:
                for start, stop in self._regions(base):
                    for first, last in _present(pagemap, start, stop):
                        self._memory(place, name, memory, first, last)
        except (FileNotFoundError, ProcessLookupError):
            return

    @staticmethod
    def _regions(base):
        for line in (base / "maps").read_text().splitlines():
            fields = line.split(maxsplit=5)
            start, stop = (int(number, 16) for number in fields[0].split("-"))
            if fields[1][0] == "r" and fields[-1] not in ("[vvar]", "[vsyscall]", "[vvar_vclock]"):
                yield start, stop

    def _memory(self, place, name, memory, first, last):
        for at in range(first, last, CHUNK):
            try:
                memory.seek(at)
                self.data(place, name, memory.read(min(CHUNK, last - at)))
            except OSError:  # a device's pages, or unmapped since
                continue


def _present(pagemap, start, stop):
    """The runs of pages between START and STOP that are there."""
    pages_at_once = 1 << 16
    first = None
    for at in range(start // PAGE, stop // PAGE, pages_at_once):
        pagemap.seek(at * 8)
        raw = pagemap.read(8 * min(pages_at_once, stop // PAGE - at))
        entries = array.array("Q", raw)
        if raw == raw[:8] * len(entries) and not entries[0] & PRESENT:  # a gap, as most of a large region is
            if first is not None:
                yield first * PAGE, at * PAGE
                first = None
            continue
        for number, entry in enumerate(entries, at):
            if entry & PRESENT and first is None:
                first = number
            elif not entry & PRESENT and first is not None:
                yield first * PAGE, number * PAGE
                first = None
    if first is not None:
        yield first * PAGE, stop
