"""A message with its moment: what rehearsals and importers give and what a replay plays. Pure."""

from __future__ import annotations

from datetime import datetime

import msgspec

from .message import Message


class Timed(msgspec.Struct, frozen=True):
    """A message and the aware moment at which its source would have sent it."""

    at: datetime
    message: Message
