"""The front: snapshots, live streams, messages and pages on one port. Pure."""

from __future__ import annotations

from kotinos.live.front.odf import Intake, OdfDoor
from kotinos.live.front.serve import Front
from kotinos.live.front.settings import FrontSettings
from kotinos.live.front.wsgi import WsgiBridge

__all__ = ["Front", "FrontSettings", "Intake", "OdfDoor", "WsgiBridge"]
