"""Notices (DT_ALERT) and news (DT_NEWS) for the public: what stands where in the message. Pure.

The standard has both for the press; only a message whose DocumentSubtype is ``PUBLIC`` is for everybody.
A text in several languages is a message each, with the same DocumentCode (ODF General Messages Interface,
DT_ALERT). What the standard has no place for stands in ``ExtendedInfo``: ``NOTICE`` (LEVEL, FROM, UNTIL),
``NEWS`` (LINK, PICTURE) and ``ABOUT``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

import msgspec

from .message import Message
from .nodes import Competition, Document, ExtendedInfo, ExtendedInfos, Words

ALERT, NEWS = "DT_ALERT", "DT_NEWS"
PUBLIC = "PUBLIC"
LEVELS = ("info", "warning", "danger")
"""How urgent a notice is, the least first."""
KINDS = ("weather", "safety", "practical")
SCOPES = ("venue", "discipline", "session")
"""What a notice may be about; one that is about nothing is for the whole Games."""
TAGS = {"ENG": "en", "FRA": "fr", "SPA": "es", "ZHO": "zh-hans", "KOR": "ko", "ARA": "ar"}
"""Languages of the standard as the web calls them; others keep their code, in small letters."""
TITLE, TEXT = 160, 1000
"""Most characters that are shown."""

MINUTE = len("2026-11-22T18:30")

_CODE = re.compile(r"[!$&'()*+,./0-9:;=@A-Z_a-z~-]{1,64}\Z", re.ASCII)
_LINK = re.compile(r"(?:https?://[^\s/?#\\]+|/(?!/))[^\s\\\x00-\x1f\x7f]*\Z")
_PICTURE = re.compile(r"/(?!/)[^\s\\\x00-\x1f\x7f]+\Z")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


class Saying(msgspec.Struct, frozen=True):
    """A title and a text in one language, by its tag for the web."""

    language: str
    title: str
    text: str = ""


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What a DT_ALERT tells besides its text. ``scope``: ``venue/OLS`` and the like, empty for the whole
    Games; ``begins`` and ``ends``: local to the Games, ISO 8601, empty for at once and until taken back."""

    level: str = LEVELS[0]
    kind: str = ""
    scope: str = ""
    begins: str = ""
    ends: str = ""


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """What a DT_NEWS tells besides its text. ``about``: codes of units, events, people, organisations."""

    link: str = ""
    picture: str = ""
    about: tuple[str, ...] = ()


def is_link(text: str) -> bool:
    """Whether news may lead there: a page of this site (``/…``), or one of another by HTTP."""
    return bool(_LINK.match(text))


def is_picture(text: str) -> bool:
    """Whether it is an address on this site: pages load nothing from elsewhere."""
    return bool(_PICTURE.match(text))


def is_moment(text: str) -> bool:
    """Whether it begins with a real day and time, ``YYYY-MM-DDTHH:MM``."""
    try:
        datetime.fromisoformat(text[:MINUTE])
    except ValueError:
        return False
    return bool(_MOMENT.match(text))


def is_code(text: str) -> bool:
    """Whether it can be the code of something."""
    return bool(_CODE.match(text))


def tag_of(language: str) -> str:
    """A language of the standard as the web calls it; English where none is said."""
    return TAGS.get(language, language.lower()) or "en"


def notice_body(code: str, saying: Saying, notice: Notice) -> Competition:
    """The body of a DT_ALERT. ``code`` is its DocumentCode."""
    scope, _, about = notice.scope.partition("/")
    infos = _infos("NOTICE", {"LEVEL": notice.level, "FROM": notice.begins, "UNTIL": notice.ends})
    infos += _infos("ABOUT", {scope.upper(): about})
    return _body(code, saying, infos, notice.kind.upper())


def news_body(code: str, saying: Saying, piece: Piece) -> Competition:
    """The body of a DT_NEWS."""
    infos = _infos("NEWS", {"LINK": piece.link, "PICTURE": piece.picture})
    infos += tuple(
        ExtendedInfo(type="ABOUT", code="CODE", pos=str(at), value=each)
        for at, each in enumerate(piece.about, 1)
    )
    return _body(code, saying, infos, "")


def _infos(kind: str, values: dict[str, str]) -> tuple[ExtendedInfo, ...]:
    return tuple(ExtendedInfo(type=kind, code=code, value=value) for code, value in values.items() if value)


def _body(code: str, saying: Saying, infos: tuple[ExtendedInfo, ...], category: str) -> Competition:
    return Competition(
        extended_infos=ExtendedInfos(infos=infos) if infos else None,
        document=Document(
            parent=code, category=category, code=code, title=Words(text=saying.title),
            body=Words(text=saying.text) if saying.text else None,
        ),
    )  # fmt: skip


def is_public(message: Message) -> bool:
    """Whether a message is a notice or news for everybody, with something to say."""
    body = message.competition
    return (
        message.header.document_type in (ALERT, NEWS)
        and message.header.document_subtype == PUBLIC
        and body is not None
        and body.document is not None
        and bool(body.document.title and body.document.title.text)
    )


def saying_of(message: Message) -> Saying:
    """The text of a message that ``is_public``; shortened where it is too long to be shown everywhere."""
    document = message.competition.document if message.competition else None
    title, body = (document.title, document.body or document.message) if document else (None, None)
    return Saying(
        tag_of(message.header.language),
        title.text[:TITLE] if title else "",
        body.text[:TEXT] if body else "",
    )


def notice_of(body: Competition) -> Notice:
    """What a DT_ALERT tells. What is no level, moment or code is as if it were not told: the notice is
    shown rather more widely and longer than not at all."""
    told = _told(body, "NOTICE")
    level, about = told.get("LEVEL", ""), _told(body, "ABOUT")
    scopes = (f"{kind}/{about[kind.upper()]}" for kind in SCOPES if is_code(about.get(kind.upper(), "")))
    category = body.document.category.lower() if body.document else ""
    return Notice(
        level=level if level in LEVELS else LEVELS[0],
        kind=category if category in KINDS else "",
        scope=next(scopes, ""),
        begins=_moment(told.get("FROM", "")),
        ends=_moment(told.get("UNTIL", "")),
    )


def piece_of(body: Competition) -> Piece:
    """What a DT_NEWS tells; addresses that lead nowhere good are left out."""
    told = _told(body, "NEWS")
    link, picture = told.get("LINK", ""), told.get("PICTURE", "")
    return Piece(
        link=link if is_link(link) else "",
        picture=picture if is_picture(picture) else "",
        about=tuple(info.value for info in _of(body) if info.type == "ABOUT" and is_code(info.value)),
    )


def _of(body: Competition) -> Iterable[ExtendedInfo]:
    return body.extended_infos.infos if body.extended_infos else ()


def _told(body: Competition, kind: str) -> dict[str, str]:
    return {info.code: info.value for info in _of(body) if info.type == kind}


def _moment(text: str) -> str:
    return text[:MINUTE] if is_moment(text) else ""
