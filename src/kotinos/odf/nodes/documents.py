"""Elements of DT_ALERT and DT_NEWS: a text with a title. Pure."""

from __future__ import annotations

import msgspec

from .base import Node


class Words(Node, frozen=True):
    """A text by itself: a document's title, its message or its body."""

    text: str = ""


class Document(Node, frozen=True):
    """What an alert or a piece of news says, in the language of its message."""

    parent: str = ""
    category: str = ""
    item_date: str = ""
    item_time: str = ""
    unit: str = ""
    code: str = ""
    title: Words | None = None
    message: Words | None = None
    body: Words | None = msgspec.field(name="Body", default=None)
