"""A disk for trying power losses: a file system in memory that forgets what was never synced.

``python -m bench.lost_disk KEPT MOUNT SEED SHARE`` serves it on MOUNT until it is unmounted. KEPT is what the
disk held when it was switched on. Asking for the file ``.power-off`` cuts the power: from then on every
operation fails, and KEPT holds what a disk would: what was synced, and of the rest each write by the chance
SHARE, perhaps torn within. A name is there when its folder was synced after it was made; a file whose name is
there and which was never synced itself is empty.
"""

from __future__ import annotations

import contextlib
import errno
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import mfusepy

ROOT = Path(__file__).resolve().parent.parent
SWITCH = ".power-off"
SECTOR = 512


class Node:
    """A file, a socket or a folder: what programs see, and what the disk holds."""

    def __init__(self, mode: int) -> None:
        self.mode, self.time = mode, time.time_ns()
        self.names: dict[str, Node] = {}
        self.kept_names: dict[str, Node] = {}
        self.data, self.kept = bytearray(), bytearray()
        self.unsynced: list[tuple[int, bytes | None]] = []  # (at, bytes) written, (length, None) cut to

    def write(self, at: int, data: bytes) -> None:
        """What a program writes."""
        put(self.data, at, data)
        self.unsynced.append((at, data))

    def cut(self, length: int) -> None:
        """What a program shortens or lengthens."""
        put(self.data, length, None)
        self.unsynced.append((length, None))

    def sync(self) -> None:
        """Keep all that was written so far."""
        for at, data in self.unsynced:
            put(self.kept, at, data)
        self.unsynced.clear()
        self.kept_names = dict(self.names)

    def lose(self, chance: random.Random, share: float) -> None:
        """Of what was not synced keep each write by chance, and in some only the first sectors."""
        for at, data in self.unsynced:
            if chance.random() < share:
                torn = data if data is None else data[: SECTOR * chance.randint(1, len(data) // SECTOR + 1)]
                put(self.kept, at, torn)
        if chance.random() < share:
            self.kept_names = dict(self.names)


def put(data: bytearray, at: int, piece: bytes | None) -> None:
    """Write a piece, or set the length; what lies between is zeros."""
    end = at + len(piece or b"")
    if len(data) < end or (piece is None and len(data) < at):
        data.extend(bytes(max(end, at) - len(data)))
    if piece is None:
        del data[at:]
    else:
        data[at:end] = piece


class Disk(mfusepy.Operations):
    """The file system. One thread serves it, so an operation is never halfway when the power goes."""

    use_ns = True

    def __init__(self, kept: Path, seed: int, share: float) -> None:
        self._folder, self._chance, self._share = kept, random.Random(seed), share
        self._root = load(kept)
        self._open: dict[int, Node] = {}
        self._next, self._off = 1, False

    def _node(self, path: str) -> Node:
        node = self._root
        for name in path.split("/"):
            if name:
                if name not in node.names:
                    raise mfusepy.FuseOSError(errno.ENOENT)
                node = node.names[name]
        return node

    def _parent(self, path: str) -> tuple[dict[str, Node], str]:
        folder, _, name = path.rpartition("/")
        return self._node(folder).names, name

    def _alive(self) -> None:
        if self._off:
            raise mfusepy.FuseOSError(errno.EIO)

    def getattr(self, path: str, fh: int | None = None) -> dict[str, Any]:
        """See stat(2); and the switch."""
        self._alive()
        if path == f"/{SWITCH}":
            self._power_off()
        node = self._open[fh] if fh in self._open else self._node(path)
        times = dict.fromkeys(("st_atime", "st_mtime", "st_ctime"), node.time)
        owner = {"st_uid": os.getuid(), "st_gid": os.getgid()}
        return {"st_mode": node.mode, "st_nlink": 1, "st_size": len(node.data), **times, **owner}

    def readdir(self, path: str, fh: int) -> list[str]:
        """See readdir(3)."""
        self._alive()
        return [".", "..", *self._node(path).names]

    def _made(self, path: str, mode: int) -> Node:
        self._alive()
        names, name = self._parent(path)
        if name in names:
            raise mfusepy.FuseOSError(errno.EEXIST)
        names[name] = node = Node(mode)
        return node

    def mknod(self, path: str, mode: int, dev: int) -> int:
        """See mknod(2): sockets."""
        self._made(path, mode)
        return 0

    def mkdir(self, path: str, mode: int) -> int:
        """See mkdir(2)."""
        self._made(path, stat.S_IFDIR | mode)
        return 0

    def create(self, path: str, mode: int, fi: Any = None) -> int:
        """See open(2)."""
        return self._handle(self._made(path, stat.S_IFREG | stat.S_IMODE(mode)))

    def open(self, path: str, flags: int) -> int:
        """See open(2)."""
        self._alive()
        node = self._node(path)
        if flags & os.O_TRUNC:
            node.cut(0)
        return self._handle(node)

    def _handle(self, node: Node) -> int:
        self._next += 1
        self._open[self._next] = node
        return self._next

    def release(self, path: str, fh: int) -> int:
        """See close(2)."""
        self._open.pop(fh, None)
        return 0

    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        """See pread(2)."""
        self._alive()
        return bytes(self._open[fh].data[offset : offset + size])

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        """See pwrite(2)."""
        self._alive()
        node = self._open[fh]
        node.write(offset, bytes(data))
        node.time = time.time_ns()
        return len(data)

    def truncate(self, path: str, length: int, fh: int | None = None) -> int:
        """See truncate(2)."""
        self._alive()
        (self._open[fh] if fh in self._open else self._node(path)).cut(length)
        return 0

    def fsync(self, path: str, datasync: int, fh: int) -> int:
        """See fsync(2)."""
        self._alive()
        self._open[fh].sync()
        return 0

    def fsyncdir(self, path: str, datasync: int, fh: int) -> int:
        """See fsync(2), of a folder: its names are kept."""
        self._alive()
        self._node(path).sync()
        return 0

    def unlink(self, path: str) -> int:
        """See unlink(2)."""
        self._alive()
        self._node(path)
        names, name = self._parent(path)
        del names[name]
        return 0

    rmdir = unlink

    def rename(self, old: str, new: str) -> int:
        """See rename(2)."""
        self._alive()
        node = self._node(old)
        names, name = self._parent(old)
        del names[name]
        names, name = self._parent(new)
        names[name] = node
        return 0

    def link(self, target: str, source: str) -> int:
        """See link(2); ``target`` is the new name."""
        self._alive()
        node = self._node(source)
        names, name = self._parent(target)
        if name in names:
            raise mfusepy.FuseOSError(errno.EEXIST)
        names[name] = node
        return 0

    def chmod(self, path: str, mode: int) -> int:
        """See chmod(2)."""
        self._alive()
        node = self._node(path)
        node.mode = stat.S_IFMT(node.mode) | stat.S_IMODE(mode)
        return 0

    def chown(self, path: str, uid: int, gid: int) -> int:
        """One user has it all."""
        return 0

    def utimens(self, path: str, times: Any = None) -> int:
        """See utimensat(2)."""
        self._node(path).time = times[1] if times else time.time_ns()
        return 0

    def statfs(self, path: str) -> dict[str, int]:
        """See statvfs(3): large and empty."""
        return {
            "f_bsize": 4096, "f_frsize": 4096, "f_blocks": 1 << 22, "f_bfree": 1 << 21, "f_bavail": 1 << 21,
            "f_namemax": 255,
        }  # fmt: skip

    def _power_off(self) -> None:
        self._off = True
        shutil.rmtree(self._folder)
        keep(self._root, self._folder, self._chance, self._share)


def load(folder: Path) -> Node:
    """A folder of a real disk as a node whose whole content was synced."""
    node = Node(stat.S_IFDIR | 0o755)
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            node.names[path.name] = load(path)
        else:
            node.names[path.name] = child = Node(stat.S_IFREG | stat.S_IMODE(path.stat().st_mode))
            child.write(0, path.read_bytes())
            child.sync()
    node.sync()
    return node


def keep(node: Node, folder: Path, chance: random.Random, share: float) -> None:
    """Write what the disk holds to a real folder."""
    node.lose(chance, share)
    folder.mkdir()
    for name, child in node.kept_names.items():
        if stat.S_ISDIR(child.mode):
            keep(child, folder / name, chance, share)
        elif stat.S_ISREG(child.mode):
            child.lose(chance, share)
            (folder / name).write_bytes(child.kept)
            (folder / name).chmod(stat.S_IMODE(child.mode))


class Mounted:
    """The disk as its user sees it: switched on, cut, switched on again."""

    def __init__(self, folder: Path) -> None:
        self.kept, self.mount = folder / "kept", folder / "disk"
        self.kept.mkdir(parents=True)
        self.mount.mkdir()
        self._process: subprocess.Popen[bytes] | None = None

    def on(self, seed: int, share: float) -> None:
        """Switch it on with what it holds; at a loss ``share`` of the unsynced writes survive."""
        words = [str(self.kept), str(self.mount), str(seed), str(share)]
        self._process = subprocess.Popen([sys.executable, "-m", "bench.lost_disk", *words], cwd=ROOT)
        deadline = time.monotonic() + 20
        while not self._mounted():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("the disk cannot be mounted: is /dev/fuse there, and Debian's fuse3?")
            time.sleep(0.02)

    def _mounted(self) -> bool:
        # A disk without power does not answer, so it cannot be asked itself.
        return f" {self.mount} " in Path("/proc/mounts").read_text()

    def power_off(self) -> None:
        """Cut the power. Whoever has files open gets errors from now on."""
        with contextlib.suppress(OSError):
            (self.mount / SWITCH).stat()

    def off(self) -> None:
        """Unmount; whoever used it must be gone."""
        if self._process is None:
            return
        deadline = time.monotonic() + 20
        while self._mounted() and time.monotonic() < deadline:
            if subprocess.run(["umount", str(self.mount)], capture_output=True).returncode:
                time.sleep(0.05)
        if self._mounted():
            subprocess.run(["umount", "-l", str(self.mount)], check=True)
        self._process.wait(20)
        self._process = None


def serve(kept: str, mount: str, seed: str, share: str) -> None:
    """Serve a disk until it is unmounted."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    disk = Disk(Path(kept), int(seed), float(share))
    mfusepy.FUSE(disk, mount, foreground=True, nothreads=True, fsname="kotinos-bench")


def trial() -> str:
    """Say what a power loss does to four small files: the disk's own test."""
    with tempfile.TemporaryDirectory() as folder:
        disk = Mounted(Path(folder))
        disk.on(1, 0.0)
        for name in ("synced", "named", "neither"):
            with (disk.mount / name).open("wb") as file:
                file.write(b"first")
                file.flush()
                if name == "synced":
                    os.fsync(file.fileno())
                    file.write(b"second")
            if name == "named":
                handle = os.open(disk.mount, os.O_RDONLY)
                os.fsync(handle)
                os.close(handle)
        disk.power_off()
        disk.off()
        return ", ".join(f"{path.name}={path.read_bytes()!r}" for path in sorted(disk.kept.iterdir()))


if __name__ == "__main__":
    serve(*sys.argv[1:])
