"""The base of every published value. Pure."""

from __future__ import annotations

import msgspec


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A published value. What holds its default is not sent, so that a snapshot carries no nulls
    and a change can be a JSON merge patch (RFC 7396). Collections that change piece by piece are
    mappings by code; their members carry ``order``."""

    @property
    def told(self) -> bool:
        """Whether anybody tells of it still; a document nobody tells of is removed."""
        return True
