"""Looks for the canaries of a run in everything that a machine keeps.

Runs as: root, in a throw-away machine.

All canaries begin with the same random small letters, so one search finds every one of them: as UTF-8, as
UTF-16 of both byte orders, as base64, and inside of whatever gzip, zlib, zip, zstd or xz streams begin
anywhere in the data. Quoted-printable and URL encoding leave small letters as they are.
"""
import array
import base64
import collections
import ctypes
import errno
import os
import pathlib
import re
import stat

from unpacking import STREAM_MAX, UNPACKERS

LIBRARY = pathlib.Path(os.environ["KIOSK_BUILD"], "tests/residue/residue-scan.so")  # scan.c
HITS_AT_ONCE = 1 << 12
CHUNK = 16 << 20
OVERLAP = 1 << 16
PAGE = 4096
PRESENT = 3 << 62  # of a page in /proc/PID/pagemap: in memory, or swapped
WORD = re.compile(rb"[0-9A-Za-z_\x80-\xff]*")

Hit = collections.namedtuple("Hit", "where form text pattern")


def base64_forms(text):
    """What the base64 of any data with TEXT in it has, for each of the three ways that it may be aligned."""
    for shift in range(3):
        encoded = base64.b64encode(bytes(shift) + text)
        yield encoded[(shift * 8 + 5) // 6:(shift + len(text)) * 8 // 6]


def forms_of(text):
    """Form → bytes."""
    forms = {"UTF-8": text.encode(), "UTF-16LE": text.encode("utf-16-le"), "UTF-16BE": text.encode("utf-16-be")}
    for number, encoded in enumerate(base64_forms(text.encode())):
        forms[f"base64 {number}"] = encoded
    return forms


def words_of(data, form):
    """The word at the start of DATA. Letters beyond ASCII are of UTF-8, or of a script engine's Latin-1."""
    if form.startswith("UTF-16"):
        return re.match(r"\w*", data[:len(data) & ~1].decode("utf-16-" + form[-2:].lower(), "replace"))[0]
    word = WORD.match(data)[0]
    try:
        return word.decode()
    except UnicodeDecodeError:
        return word.decode("latin-1")


class _Pattern(ctypes.Structure):
    _fields_ = [("bytes", ctypes.c_char_p), ("length", ctypes.c_size_t)]


class _Found(ctypes.Structure):
    _fields_ = [("at", ctypes.c_size_t), ("pattern", ctypes.c_size_t)]


class Scan:
    """Where the first bytes of each of PATTERNS are in some data."""

    def __init__(self, patterns):
        self._library = ctypes.CDLL(str(LIBRARY))
        self._library.scan_new.restype = ctypes.c_void_p
        self._library.scan_free.argtypes = [ctypes.c_void_p]
        self._library.scan_find.restype = ctypes.c_size_t
        self._library.scan_find.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p,
                                            ctypes.c_size_t]
        self._patterns = (_Pattern * len(patterns))(*((pattern, len(pattern)) for pattern in patterns))
        self._scan = self._library.scan_new(self._patterns, len(patterns))
        self._found = (_Found * HITS_AT_ONCE)()

    def __del__(self):
        self._library.scan_free(self._scan)

    def find(self, data):
        """(position, number of the pattern) of each."""
        start, base = 0, ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p).value
        while start < len(data):
            count = self._library.scan_find(self._scan, base + start, len(data) - start, self._found, HITS_AT_ONCE)
            found = [(start + self._found[i].at, self._found[i].pattern) for i in range(count)]
            yield from found
            if count < HITS_AT_ONCE:
                return
            start = found[-1][0] + 1


class Search:
    """The hits of one search by place. SECRETS: what else is to be found, such as the name of a server's session."""

    unpackers = UNPACKERS

    def __init__(self, prefix, secrets=()):
        self.forms = [(text, form, pattern) for text in (prefix, *secrets) for form, pattern in forms_of(text).items()]
        patterns = [pattern for _, _, pattern in self.forms]
        self.scan = Scan(patterns + [magic for _, magic, _ in self.unpackers])
        self.inner = Scan(patterns)  # of what was packed
        self.hits, self.bytes = {}, {}

    def _hit(self, place, where, data, at, number, packing=""):
        text, form, pattern = self.forms[number]
        word = words_of(data[at:at + 64 * len(pattern) // 8], form)
        self.hits[place][Hit(where, packing + form, word, text)] = None

    def data(self, place, where, data):
        self.hits.setdefault(place, {})
        self.bytes[place] = self.bytes.get(place, 0) + len(data)
        view = memoryview(data)
        for at, number in self.scan.find(data):
            if number < len(self.forms):
                self._hit(place, where, data, at, number)
                continue
            name, _, unpack = self.unpackers[number - len(self.forms)]
            unpacked = unpack(view[at:at + STREAM_MAX])
            for inner, form in self.inner.find(unpacked):
                self._hit(place, where, unpacked, inner, form, f"{name}, ")

    def stream(self, place, where, descriptor):
        """A file as it lies there, without its holes."""
        position, end = 0, os.lseek(descriptor, 0, os.SEEK_END)
        while position < end:
            try:
                start = os.lseek(descriptor, position, os.SEEK_DATA)
                stop = os.lseek(descriptor, start, os.SEEK_HOLE)
            except OSError as error:
                if error.errno == errno.ENXIO:
                    break  # a hole up to the end
                start, stop = position, end  # a device: it has none
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

    def tree(self, place, top, leave_out=(), since=0):
        """Every file below TOP, on its file system, that was changed after SINCE; names count as well."""
        device = os.lstat(top).st_dev
        for folder, folders, files in os.walk(top):
            folders[:] = [name for name in folders if os.path.join(folder, name) not in leave_out
                          and os.lstat(os.path.join(folder, name)).st_dev == device]
            for path in (os.path.join(folder, name) for name in folders + files):
                try:
                    if path not in leave_out and os.lstat(path).st_ctime >= since:
                        self.file(place, path)
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
                for start, stop, is_whole in _regions(base):
                    runs = [(start, stop)] if is_whole else _present(pagemap, start, stop)
                    for first, last in runs:
                        self._memory(place, name, memory, first, last)
        except (FileNotFoundError, ProcessLookupError):
            return

    def _memory(self, place, name, memory, first, last):
        for at in range(first, last, CHUNK):
            try:
                memory.seek(at)
                self.data(place, name, memory.read(min(CHUNK, last - at)))
            except OSError:  # a device's pages, or unmapped since
                continue


def _regions(base):
    """(start, end, whether all of it is there) of each region of memory that has something. A program's own text is
    what its file has, which is searched as a file if it changed."""
    for region in re.split(r"\n(?=[0-9a-f]+-)", (base / "smaps").read_text()):
        head, *lines = region.splitlines() or [""]
        fields = head.split(maxsplit=5)
        if len(fields) < 5 or fields[1][0] != "r" or fields[-1] in ("[vvar]", "[vsyscall]", "[vvar_vclock]"):
            continue
        start, stop = (int(number, 16) for number in fields[0].split("-"))
        sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.endswith(" kB")}
        is_text = "w" not in fields[1] and fields[-1].startswith("/usr/") and not fields[-1].endswith(")")
        there = sizes.get("Anonymous" if is_text else "Rss", 0) + sizes.get("Swap", 0)
        if there:
            yield start, stop, sizes.get("Rss", 0) == sizes["Size"]


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
