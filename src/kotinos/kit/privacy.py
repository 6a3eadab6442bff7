"""Files of a data folder are its owner's: they hold keys, secrets, and what is not public yet. Pure."""

from __future__ import annotations

import contextlib
import stat
from pathlib import Path

OURS = ("*.sqlite3", "*.sqlite3-*", "*-key", "rehearsal.json", "fold.lock")
"""What we make in a data folder; in one that somebody chose there may be other things, which are not ours."""
OWNER = 0o077
"""The umask of our processes. SQLite gives the files beside a database the mode of the database."""
OTHERS = 0o007


def open_to_others(folder: Path) -> list[Path]:
    """Our files in a data folder that everybody on the machine may read or write."""
    found = sorted({path for pattern in OURS for path in folder.glob(pattern)})
    return [path for path in found if _mode(path) & OTHERS]


def close_to_others(folder: Path) -> None:
    """Take from everybody else what an older version, or a copy by hand, left open; not from a group."""
    for path in open_to_others(folder):
        # A file beside a database goes when the last process lets go of it; another user's we may not change.
        with contextlib.suppress(FileNotFoundError, PermissionError):
            path.chmod(_mode(path) & ~OTHERS)


def _mode(path: Path) -> int:
    """The permissions of a file; none for what is no file, or no more."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return 0
    return stat.S_IMODE(mode) if stat.S_ISREG(mode) else 0
