"""The door of the live room."""

from __future__ import annotations

from .actions import KeyExistsError, create_key, ensure_key, revoke_key
from .lock import BusyError, only_fold
from .processes import run_fold, run_front, run_intake, run_pages
from .queries import games, head, keys, last_seq, set_aside, snapshot
from .rebuild import differences, rebuild
from .replay import KeyRefusedError, Pace, Player, Tally, Wire
from .seed import messages, seed
from .terms import Change, Finding, KeyLine, Receipt, SetAside, Snapshot

__all__ = [
    "BusyError", "Change", "Finding", "KeyExistsError", "KeyLine", "KeyRefusedError", "Pace", "Player",
    "Receipt", "SetAside", "Snapshot", "Tally", "Wire", "create_key", "differences", "ensure_key", "games",
    "head",
    "keys", "last_seq", "messages", "only_fold", "rebuild", "revoke_key", "run_fold", "run_front",
    "run_intake", "run_pages", "seed", "set_aside", "snapshot",
]  # fmt: skip
