"""Writes of the live room: keys."""

from __future__ import annotations

import hashlib
import secrets

from django.utils import timezone

from .models import Key


class KeyExistsError(ValueError):
    """A key of that name is there already."""


def create_key(name: str, source: str = "*") -> str:
    """Make a key that may send for sources matching the pattern; returns the secret, kept nowhere.

    Raises ``KeyExistsError`` when the name is taken and ``ValueError`` when it is empty."""
    if not name.strip():
        raise ValueError("a key needs a name")
    if Key.objects.filter(name=name).exists():
        raise KeyExistsError(f"there is a key named {name} already; revoke it, or choose another name")
    secret = secrets.token_hex(16)  # 32 characters, the length of the field's X-API-KEY (ODF 8)
    Key.objects.create(name=name, digest=_digest(secret), source=source, created=timezone.now())
    return secret


def revoke_key(name: str) -> bool:
    """Refuse a key from now on; ``False`` when there is none of that name."""
    return bool(Key.objects.filter(name=name, revoked=None).update(revoked=timezone.now()))


def ensure_key(name: str) -> str:
    """A fresh secret for a key of this program's own, which may send for every source."""
    secret = secrets.token_hex(16)
    Key.objects.update_or_create(
        name=name,
        defaults={"digest": _digest(secret), "source": "*", "revoked": None},
        create_defaults={"digest": _digest(secret), "source": "*", "created": timezone.now()},
    )
    return secret


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
