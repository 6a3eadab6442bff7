"""What ``kotinos notice`` and ``kotinos news`` share: a bulletin is a message of the log like any other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import click
import msgspec
from django.conf import settings

from kotinos.games.terms import GamesView
from kotinos.live import api as live
from kotinos.odf.bulletins import MINUTE, PUBLIC, TAGS, TEXT, TITLE, Saying, is_code, is_moment, tag_of
from kotinos.odf.message import Header, Message
from kotinos.odf.nodes import Competition

SENDER = "kotinos-desk"
SOURCE = "DESK"
LANGUAGES = {tag: language for language, tag in TAGS.items()}
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}\Z")

Texts = Sequence[tuple[str, str, str]]
"""Tag, title and text of further languages."""


class Bulletin(msgspec.Struct, frozen=True):
    """What stands under a code: its messages by language."""

    code: str
    messages: Mapping[str, Message]

    @property
    def main(self) -> Message:
        """English, or the first there is."""
        return self.messages.get("ENG") or next(iter(self.messages.values()))


class Desk:
    """Sends and lists the bulletins of one type in a Games of this data folder."""

    def __init__(self, games: str | None, document_type: str, at: str = "") -> None:
        self.games = which(games)
        self.type = document_type
        self.view = _view(self.games)
        self._at = at
        self._told = list(live.told(self.games, document_type))

    def standing(self) -> list[Bulletin]:
        """Bulletins for the public that nobody has taken back, by code."""
        found: dict[str, dict[str, Message]] = {}
        for message in self._newest().values():
            if message.competition is not None and message.header.document_subtype == PUBLIC:
                found.setdefault(message.header.document_code, {})[message.header.language] = message
        return [Bulletin(code, messages) for code, messages in sorted(found.items())]

    def post(
        self, code: str | None, sayings: Sequence[Saying], body: Callable[[str, Saying], Competition]
    ) -> str:
        """Send a bulletin, the next version of it where ``code`` stands already; returns its code."""
        code = code or self._free()
        if not _CODE.match(code):
            raise click.BadParameter("at most 40 letters, digits and . _ -", param_hint="--code")
        languages = {LANGUAGES[saying.language] for saying in sayings}
        old = next((each for each in self.standing() if each.code == code), None)
        gone = [m for language, m in old.messages.items() if language not in languages] if old else []
        header = self._header(code)
        self._send(
            [self._next(header, LANGUAGES[each.language], body(code, each)) for each in sayings]
            + [taken_back(each) for each in gone]
        )
        return code

    def withdraw(self, code: str) -> None:
        """Take every language of a bulletin back."""
        standing = {each.code: each for each in self.standing()}
        if code not in standing:
            known = ", ".join(standing) or "none"
            raise click.ClickException(f"nothing stands under {code} in {self.games}; what does: {known}")
        self._send([taken_back(each) for each in standing[code].messages.values()])

    def _newest(self) -> dict[tuple[str, ...], Message]:
        """Each identity's newest word; a version that was taken back is newer than itself."""
        newest: dict[tuple[str, ...], Message] = {}
        for each in self._told:
            old = newest.get(each.header.identity)
            if old is None or _age(each) >= _age(old):
                newest[each.header.identity] = each
        return newest

    def _next(self, header: Header, language: str, body: Competition) -> Message:
        header = msgspec.structs.replace(header, language=language)
        versions = [each.header.version for each in self._told if each.header.identity == header.identity]
        version = max(versions, default=0) + 1
        return Message(header=msgspec.structs.replace(header, version=version), competition=body)

    def _header(self, code: str) -> Header:
        competition, _, flag = self.games.partition("~")
        stamp = self._at or self.view.now or f"{datetime.now().astimezone():%Y-%m-%dT%H:%M}"
        return Header(
            competition=competition, document_code=code, document_type=self.type, document_subtype=PUBLIC,
            feed_flag=flag or "P", date=stamp[:10], time=f"{stamp[11:13]}{stamp[14:16]}00000",
            logical_date=stamp[:10], source=SOURCE,
        )  # fmt: skip

    def _free(self) -> str:
        used = {each.header.document_code for each in self._told}
        return next(code for n in range(1, len(used) + 2) if (code := f"N{n}") not in used)

    def _send(self, messages: Sequence[Message]) -> None:
        refused = [each for each in live.tell(messages, sender=SENDER) if each.code != 200]
        if refused:
            raise click.ClickException("; ".join(each.why for each in refused))


OPTIONS = (
    click.option("--games", metavar="CODE", help="Which Games; needed where there are several."),
    click.option("--title", required=True, help="What is the matter, in a short sentence."),
    click.option("--text", default="", help="A sentence or two more."),
    click.option(
        "--language",
        type=click.Choice(list(LANGUAGES)),
        default="en",
        show_default=True,
        help="Of --title and --text.",
    ),
    click.option(
        "--in",
        "more",
        nargs=3,
        multiple=True,
        metavar="LANGUAGE TITLE TEXT",
        help="The same in another language.",
    ),
    click.option("--code", metavar="CODE", help="Replaces what stands under it."),
    click.option(
        "--at",
        metavar="MOMENT",
        callback=lambda ctx, param, value: moment(ctx, param, value),
        help="When it was said; the Games' now when not given.",
    ),
)


def written(command: Callable[..., None]) -> Callable[..., None]:
    """The options by which a bulletin is written."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def taken_back(message: Message) -> Message:
    """What invalidates a message: the same version without a body (ODF Foundation Principles 5)."""
    return Message(header=message.header)


def _age(message: Message) -> tuple[int, bool]:
    return message.header.version, message.competition is None


def which(games: str | None) -> str:
    """The Games that was asked for, or the only one. Says which there are when that does not do."""
    known = live.games()
    if games is None and len(known) == 1:
        return known[0]
    if games not in known:
        there = ", ".join(known) or "none"
        asked = f"there is no Games {games}" if games else "which Games? Give --games"
        raise click.ClickException(f"{asked}; in {settings.DATA_DIR} there is: {there}")
    return games


def _view(games: str) -> GamesView:
    stored = live.snapshot(games, "games")
    return msgspec.json.decode(stored.body, type=GamesView) if stored else GamesView(competition=games)


def sayings_of(given: Mapping[str, Any]) -> list[Saying]:
    """What the options of ``written`` say, in the main language first. A text that cannot be shown whole is
    an error of use."""
    more: Texts = given["more"]
    found = [Saying(given["language"], given["title"], given["text"]), *(Saying(*each) for each in more)]
    for each in found:
        if each.language not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            raise click.BadParameter(f"{each.language} is none of {known}", param_hint="--in")
        if not each.title.strip() or not each.title.isprintable() or len(each.title) > TITLE:
            raise click.BadParameter(
                f"a title is a line of 1 to {TITLE} characters; the one in {each.language} is not"
            )
        if len(each.text) > TEXT:
            raise click.BadParameter(f"the text in {each.language} has more than {TEXT} characters")
    if len({each.language for each in found}) != len(found):
        raise click.BadParameter("each language once", param_hint="--in")
    return found


def moment(_ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    """A moment of the Games' own time out of an option: ``2026-07-20T18:30``."""
    if not value:
        return ""
    if not is_moment(value) or len(value) != MINUTE:
        raise click.BadParameter(
            "a day and time of the Games' own, as 2026-07-20T18:30", param_hint=param.opts[0]
        )
    return value


def code_of(_ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    """A code, or several."""
    for each in [value] if isinstance(value, str) else value or ():
        if not is_code(each):
            raise click.BadParameter(f"{each!r} is no code", param_hint=param.opts[0])
    return value


def languages_of(bulletin: Bulletin) -> str:
    """Tags of the languages a bulletin is told in."""
    return " ".join(tag_of(language) for language in sorted(bulletin.messages))


def among(what: str, given: str | None, known: Iterable[str]) -> None:
    """Refuse a code that the Games does not know, where it knows any."""
    there = sorted(known)
    if given and there and given not in there:
        shown = ", ".join(there[:40])
        raise click.BadParameter(f"the Games has no {what} {given}; it has: {shown}", param_hint=f"--{what}")
