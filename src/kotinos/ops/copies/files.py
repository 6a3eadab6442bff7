"""Files as a backup needs them: on disk when it says so, and known by their digest. Pure."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

CHUNK = 1 << 20


def sync(path: Path) -> None:
    """Bring a file, or a folder's list of names, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest(path: Path, on_bytes: Callable[[int], None] = lambda count: None) -> str:
    """SHA-256 of a file, in hexadecimal."""
    found = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
            on_bytes(len(chunk))
    return found.hexdigest()


def copy(source: Path, target: Path, on_bytes: Callable[[int], None] = lambda count: None) -> str:
    """Copy a file to a new one that only this user may read, brought to the disk; the SHA-256 of what was
    written."""
    found = hashlib.sha256()
    with source.open("rb", buffering=0) as reading, private(target) as writing:
        while chunk := reading.read(CHUNK):
            writing.write(chunk)
            found.update(chunk)
            on_bytes(len(chunk))
        writing.flush()
        os.fsync(writing.fileno())
    return found.hexdigest()


def private(path: Path) -> BinaryIO:
    """A new file that only this user may read, open for writing."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
