"""A whole machine in qemu: boots an image, runs a task in it, loses its power when told to.

Runs as: whoever runs the tests; the machine is made by `image`. It runs without hardware support, so that
it runs everywhere; it is five to twenty times slower than what it runs on.
"""
import io
import os
import pathlib
import subprocess
import sys
import tarfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))
from event_lines import Lines  # noqa: E402

DEADLINE = 900  # seconds; an event that has not come by then does not come


class Machine:
    """FOLDER holds what `image` made. FILES, name → path or text, are the task's; it is run as ./run. Each of
    DISKS is a file that becomes /dev/vdc and so on. The lines of the task come out of `lines`."""

    def __init__(self, folder, files, disks=(), memory="1536M", kernel_options="", deadline=DEADLINE):
        self.folder = pathlib.Path(folder)
        self._pack(files)
        reader, writer = os.pipe()
        drives = [self.folder / "disk", self.folder / "task", *disks]
        self.process = subprocess.Popen(
            ["qemu-system-x86_64", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", memory,
             "-display", "none", "-monitor", "none", "-nic", "none", "-no-reboot",
             "-kernel", self.folder / "kernel", "-initrd", self.folder / "initrd", "-append",
             "root=/dev/vda rw console=ttyS0 panic=-1 quiet systemd.run=/usr/local/sbin/machine-task "
             # unknown to the kernel, which hands it to process 1: scripts see by it that they may change everything
             f"throw-away-machine {kernel_options}",
             "-serial", f"file:{self.folder / 'console'}", "-serial", f"file:/dev/fd/{writer}",
             *(word for path in drives for word in ("-drive", f"file={path},format=raw,if=virtio,cache=writethrough"))],
            stdin=subprocess.DEVNULL, pass_fds=[writer])
        os.close(writer)
        self.lines = Lines(open(reader, encoding="utf-8", errors="replace"), deadline, echo=True)

    def _pack(self, files):
        with tarfile.open(self.folder / "task", "w") as archive:
            for name, content in files.items():
                if isinstance(content, pathlib.Path):
                    archive.add(content, name, filter=lambda entry: None if "__pycache__" in entry.name else entry)
                    continue
                entry = tarfile.TarInfo(name)
                entry.size, entry.mode = len(content.encode()), 0o755
                archive.addfile(entry, io.BytesIO(content.encode()))

    def cut_power(self):
        """In an instant: what the machine had not written is lost, and what it had is on its disks."""
        self.process.kill()
        self.process.wait()

    def ended(self):
        """The exit status of the task, once the machine has switched itself off."""
        status = int(self.lines.wait_for(r"^machine-task: exit (\d+)")[1])
        self.process.wait(DEADLINE)
        return status

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.cut_power()
