"""What the organiser tells the public: notices and news. Pure."""

from __future__ import annotations

from .base import Value


class Said(Value, frozen=True, kw_only=True):
    """A title and a text in one language, by its tag (``en``, ``fr``, ``zh-hans`` …)."""

    language: str
    title: str
    text: str = ""


class NoticeLine(Said, frozen=True, kw_only=True):
    """A notice that is in force, in its main language; ``texts``: in further languages, by tag.

    ``level``: info, warning, danger; ``urgency`` the same as 0, 1, 2. ``kind``: weather, safety, practical
    or nothing. ``scope``: what it is about (``venue/OLS``, ``discipline/ATH``, ``session/ATH01``), empty for
    the whole Games. ``ends``: until when, local to the Games. ``published``: stamp of its newest message."""

    code: str
    level: str
    urgency: int = 0
    kind: str = ""
    scope: str = ""
    scope_name: str = ""
    ends: str = ""
    published: str = ""
    texts: dict[str, Said] = {}


class NoticesView(Value, frozen=True, kw_only=True):
    """The notices in force by the Games' clock. Topic ``notices``."""

    notices: dict[str, NoticeLine] = {}


class NewsLine(Said, frozen=True, kw_only=True):
    """A piece of news, in its main language; ``texts``: in further languages, by tag. ``link``: an address
    of this site or another; ``picture``: one of this site; ``about``: codes of what it is about."""

    code: str
    link: str = ""
    picture: str = ""
    about: tuple[str, ...] = ()
    published: str = ""
    texts: dict[str, Said] = {}


class NewsView(Value, frozen=True, kw_only=True):
    """The newest news, at most twenty. Topic ``news``."""

    items: dict[str, NewsLine] = {}
