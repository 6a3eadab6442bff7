"""Which notices and which news belong on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from kotinos.games.terms import NewsLine, NewsView, NoticesView

All = Literal["*"]


class Where(msgspec.Struct, frozen=True):
    """Conditions of the three lists of notices: those that stood when the page was made, and those that come
    later: dangerous, and others."""

    standing: str
    alarming: str
    polite: str


def notices_for(view: NoticesView, concerns: Iterable[str] | All) -> Where:
    """The notices for a page that has to do with ``concerns`` (``venue/OLS`` and the like; ``*``: all)."""
    scope, codes = "", list(view.notices)
    if concerns != "*":
        scopes = ["", *(each for each in concerns if not set(each) & set(" |"))]
        scope = f"scope={'|'.join(scopes)}"
        codes = [code for code, notice in view.notices.items() if notice.scope in scopes]
    later = " ".join(f"code!={code}" for code in codes)
    return Where(
        standing=f"{scope} code={'|'.join(codes)}".strip(),
        alarming=f"{scope} urgency=2 {later}".strip(),
        polite=f"{scope} urgency!=2 {later}".strip(),
    )


def news_for(view: NewsView | None, about: str | Iterable[str]) -> Mapping[str, NewsLine] | None:
    """News about a topic or some codes (``*``: all); ``None`` where a Games has no news slot."""
    if view is None or about == "*":
        return view.items if view else None
    codes = {about.partition("/")[2]} if isinstance(about, str) else set(about)
    return {code: item for code, item in view.items.items() if codes & set(item.about)}
