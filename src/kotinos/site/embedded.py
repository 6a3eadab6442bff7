"""What the settings need: a secret that is kept, databases, how long static files last."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from wsgiref.headers import Headers

SHORTEST = 16
"""Characters of a key that somebody chose."""


def kept_secret(path: Path) -> str:
    """The secret in ``path``, made there (mode 0600) when absent.

    Several processes may start at once: the file appears whole or not at all, and the first wins.
    """
    if not path.exists():
        draft = synced_draft(path, secrets.token_urlsafe(48).encode())
        with contextlib.suppress(FileExistsError):  # another process was first: its secret is the one
            os.link(draft, path)
        draft.unlink()
        sync_folder(path.parent)
    return path.read_text().strip()


def synced_draft(path: Path, content: bytes) -> Path:
    """A file (mode 0600) beside ``path`` with what shall stand there, on the disk before it gets the name:
    else a power loss may leave the name with nothing behind it."""
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def sync_folder(folder: Path) -> None:
    """Bring a folder's names to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def ops_key(data: Path, environment: Mapping[str, str]) -> str:
    """The key of the operations page: ``KOTINOS_OPS_KEY``, or one made once in the data folder.

    Raises ``ValueError`` for one that could be guessed.
    """
    given = environment.get("KOTINOS_OPS_KEY", "")
    if given and len(given) < SHORTEST:
        raise ValueError(f"KOTINOS_OPS_KEY must have at least {SHORTEST} characters, not {len(given)}")
    return given or kept_secret(data / "ops-key")


def ops_link(url: str, environment: Mapping[str, str]) -> str:
    """The address that lets a person into the operations page of the server at ``url``."""
    data = Path(environment.get("KOTINOS_DATA_DIR", "var")).resolve()
    data.mkdir(mode=0o750, parents=True, exist_ok=True)
    return f"{url}/ops/?key={quote(ops_key(data, environment), safe='')}"


def sqlite(path: Path) -> dict[str, Any]:
    """Settings of a SQLite file: durable (FULL), readers beside one writer (WAL).

    A deferred transaction that turns into a writing one fails at once as "locked", whatever the
    timeout; an immediate one waits.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """Settings of the database that ``url`` names; a ``host`` in its query is a socket's folder.

    Raises ``ValueError`` when it is no PostgreSQL URL.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError(f"KOTINOS_DATABASE_URL must start with postgresql://, not {parts.scheme}://")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def static_headers(headers: Headers, path: str, url: str) -> None:
    """Our own files are asked for with their version in the address, so they never change."""
    if url.startswith("/static/site/"):
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
