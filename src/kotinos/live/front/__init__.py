"""The front: snapshots, live streams, messages and pages on one port. Pure."""

from __future__ import annotations

from kotinos.live.front.odf import Intake
from kotinos.live.front.serve import Front
from kotinos.live.front.settings import FrontSettings

__all__ = ["Front", "FrontSettings", "Intake"]
