"""A message: its header and what it carries. Pure."""

from __future__ import annotations

import msgspec

from .nodes import Competition, Note


class Header(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The attributes of OdfBody (ODF Foundation Principles 3.3.2), as text but for ``version``.

    ``date`` YYYY-MM-DD and ``time`` hhmmssfff are local to the venue; only ODF1 has
    ``venue``, ``serial`` and ``rt_serial``.
    """

    competition: str
    document_code: str
    document_type: str
    version: int = 1
    document_subcode: str = ""
    document_subtype: str = ""
    result_status: str = ""
    language: str = ""
    feed_flag: str = "P"
    date: str = ""
    time: str = ""
    logical_date: str = ""
    source: str = ""
    venue: str = ""
    serial: str = ""
    rt_serial: str = ""

    @property
    def slot(self) -> tuple[str, str, str, str, str]:
        """What a newer message replaces, whatever its source: type, code, subcode, subtype, language."""
        return (
            self.document_type, self.document_code, self.document_subcode, self.document_subtype,
            self.language,
        )  # fmt: skip

    @property
    def identity(self) -> tuple[str, ...]:
        """The key within which ``version`` counts (ODF Foundation Principles 5)."""
        return (self.competition, self.feed_flag, *self.slot, self.source)

    @property
    def stamp(self) -> str:
        """Date and time of generation as one sortable text."""
        return f"{self.date}T{self.time}"

    @property
    def games(self) -> str:
        """The Games this message belongs to: a test feed is another Games (``OG2024~T``)."""
        return self.competition if self.feed_flag == "P" else f"{self.competition}~{self.feed_flag}"


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A whole message. Without ``competition`` it invalidates the message of the same version."""

    header: Header
    competition: Competition | None = None
    notes: tuple[Note, ...] = ()


BULK = frozenset({"DT_SCHEDULE", "DT_PARTIC", "DT_PARTIC_TEAMS"})
"""Types that wipe their discipline and void the updates before them."""

DAY_FRAME = frozenset({"DT_GLOBAL_GM", "DT_GLOBAL_GN", "DT_LOCAL_ON", "DT_LOCAL_OFF", "DT_KA"})
"""Types that say only that a source is there."""
