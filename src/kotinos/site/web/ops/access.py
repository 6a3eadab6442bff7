"""Who may see how the server does: who has the operations key, or a cookie that was given for it."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

COOKIE = "kotinos-ops"
PATH = "/ops/"
DAYS = 30
_SALT = "kotinos.ops"


def is_key(given: str) -> bool:
    """Whether this is the operations key; takes as long for a near miss as for any other."""
    return constant_time_compare(given.encode(), settings.OPS_KEY.encode())


def bears_key(request: HttpRequest) -> bool:
    """Whether a program shows the key: ``Authorization: Bearer KEY``."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    return kind.lower() == "bearer" and is_key(given.strip())


def is_in(request: HttpRequest) -> bool:
    """Whether a person has been let in before, with the key as it is now."""
    try:
        token = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=DAYS * 86_400)
    except signing.BadSignature:
        return False
    return constant_time_compare(str(token), _token())


def let_in(request: HttpRequest, response: HttpResponse) -> None:
    """Give the cookie: signed, good for this key only, and not the key itself."""
    response.set_cookie(
        COOKIE,
        signing.dumps(_token(), salt=_SALT),
        max_age=DAYS * 86_400,
        path=PATH,
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )


def _token() -> str:
    """Stands for the key as it is now: another key ends all cookies given for this one."""
    return hashlib.blake2b(settings.OPS_KEY.encode(), digest_size=16, person=b"kotinos-ops").hexdigest()
