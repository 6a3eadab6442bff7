"""The bus: short messages between the processes of one Kotinos. Pure.

It is never the record. A message may be lost at any time; an empty payload on a subscription says
"something may have been missed: look for yourself". Subjects: :data:`LOG` (new rows up to a position),
:data:`CHANGES` and :data:`METERS` (MessagePack of ``Batch`` and ``Report`` of :mod:`kotinos.live.terms`)."""

from __future__ import annotations

from kotinos.live.bus.base import CHANGES, LOG, METERS, MISSED, Bus
from kotinos.live.bus.opening import open_bus
from kotinos.live.bus.sync import SyncBus

__all__ = ["CHANGES", "LOG", "METERS", "MISSED", "Bus", "SyncBus", "open_bus"]
