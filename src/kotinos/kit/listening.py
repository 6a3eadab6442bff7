"""Listening sockets: made once by whoever looks after the processes, and passed on to them. Pure.

A socket that outlives the processes behind it loses no connection when they are replaced: who comes in
between waits in its queue."""

from __future__ import annotations

import hashlib
import os
import socket
import tempfile
from pathlib import Path

LONGEST = 100
"""Bytes of a Unix socket's path: the system's address holds 108, on some systems 104."""
BACKLOG = 4096
"""Connections that may wait to be taken in."""
SEND_BUFFER = 128 << 10
"""The kernel's buffer per connection (SO_SNDBUF): it is memory that no process shows."""
STALL = 30.0
"""Seconds after which a connection that takes nothing is ended."""


def bind_tcp(host: str, port: int, *, send_buffer: int = SEND_BUFFER, stall: float = STALL) -> socket.socket:
    """A listening socket for the site. What is set here every connection inherits. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            # Ends connections whose other side has vanished, or reads nothing, without our doing.
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(stall * 1000))
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def bind_unix(path: str) -> socket.socket:
    """A listening Unix socket only this user may speak to. One left behind by the dead is replaced.

    Raises OSError when somebody living serves it."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(path)
        except FileNotFoundError:
            pass
        except ConnectionRefusedError:
            Path(path).unlink(missing_ok=True)
        else:
            raise OSError(f"another process serves {path}")
    listener = socket.socket(socket.AF_UNIX)
    mask = os.umask(0o177)
    try:
        listener.bind(path)
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    finally:
        os.umask(mask)
    return listener


def inherited(number: int) -> socket.socket:
    """The listening socket that was passed on under a file number. Raises OSError when there is none."""
    return socket.socket(fileno=number)


def socket_path(folder: Path, name: str) -> str:
    """Where the Unix socket of a data folder lies; a long path is stood for by a short one.

    Raises PermissionError when the folder of short ones belongs to somebody else."""
    path = folder / name
    return str(path if len(os.fsencode(path)) <= LONGEST else _nearby(path))


def _nearby(path: Path) -> Path:
    """A short path that stands for a long one, in a folder that only this user can have made."""
    folder = Path(tempfile.gettempdir()) / f"kotinos-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.lstat().st_uid != os.getuid() or folder.is_symlink():
        raise PermissionError(f"{folder} is not ours: remove it, or choose a shorter data folder")
    return folder / f"{hashlib.blake2b(os.fsencode(path), digest_size=8).hexdigest()}.sock"
