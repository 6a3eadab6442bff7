"""Notices in force and the newest news, out of DT_ALERT and DT_NEWS. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nlargest

from kotinos.games.terms import NewsLine, NewsView, NoticeLine, NoticesView, Said
from kotinos.odf.bulletins import (
    ALERT,
    LEVELS,
    NEWS,
    Saying,
    is_public,
    notice_of,
    piece_of,
    saying_of,
    tag_of,
)
from kotinos.odf.message import Message

from .names import Names

MOST = 20
"""Pieces of news that are told; older ones stay in the log."""

TABLE = {"venue": "VENUE", "discipline": "DISCIPLINE"}
"""Where the name of what a notice is about stands."""

Bulletins = dict[str, set[str]]
"""Codes of what was told, by document type."""


def told(names: Names) -> Bulletins:
    """Every notice and every piece of news of a state."""
    return {kind: {code for found, code in names.state.slots if found == kind} for kind in (ALERT, NEWS)}


def notices_view(codes: Iterable[str], now: str, names: Names) -> NoticesView:
    """The notices that are in force at ``now`` (``YYYY-MM-DDTHH:MM``, the Games' clock)."""
    found = {code: line for code in sorted(codes) if (line := _notice(code, now, names))}
    return NoticesView(notices=found)


def _notice(code: str, now: str, names: Names) -> NoticeLine | None:
    messages = _messages(ALERT, code, names)
    if not messages or (body := messages[0].competition) is None:
        return None
    notice = notice_of(body)
    if (notice.begins and now < notice.begins) or (notice.ends and now >= notice.ends):
        return None
    main, *others = map(saying_of, messages)
    kind, _, about = notice.scope.partition("/")
    return NoticeLine(
        code=code,
        language=main.language,
        title=main.title,
        text=main.text,
        level=notice.level,
        urgency=LEVELS.index(notice.level),
        kind=notice.kind,
        scope=notice.scope,
        scope_name=names.of(TABLE[kind], about) if kind in TABLE else about,
        ends=notice.ends,
        published=_published(messages),
        texts=_texts(others),
    )


def news_view(codes: Iterable[str], names: Names) -> NewsView:
    """The newest news."""
    lines = [line for code in sorted(codes) if (line := _news(code, names))]
    newest = nlargest(MOST, lines, key=lambda each: (each.published, each.code))
    return NewsView(items={line.code: line for line in sorted(newest, key=lambda each: each.code)})


def _news(code: str, names: Names) -> NewsLine | None:
    messages = _messages(NEWS, code, names)
    if not messages or (body := messages[0].competition) is None:
        return None
    piece = piece_of(body)
    main, *others = map(saying_of, messages)
    return NewsLine(
        code=code,
        language=main.language,
        title=main.title,
        text=main.text,
        link=piece.link,
        picture=piece.picture,
        about=piece.about,
        published=_published(messages),
        texts=_texts(others),
    )


def _messages(kind: str, code: str, names: Names) -> list[Message]:
    """What stands under a code, a message each language: English first, else the newest."""
    state = names.state
    standing = (state.tables["slot"][key].message for key in sorted(state.slots.get((kind, code), ())))
    by_language = {
        tag_of(message.header.language): message for message in standing if message and is_public(message)
    }
    by_age = sorted(by_language.values(), key=lambda each: (each.header.stamp, each.header.slot))
    return sorted(reversed(by_age), key=lambda each: tag_of(each.header.language) != "en")


def _texts(sayings: Iterable[Saying]) -> dict[str, Said]:
    return {each.language: Said(language=each.language, title=each.title, text=each.text) for each in sayings}


def _published(messages: Iterable[Message]) -> str:
    stamp = max(message.header.stamp for message in messages)
    return f"{stamp[:13]}:{stamp[13:15]}"
