"""The door of the live room."""

from __future__ import annotations

from .actions import KeyExistsError, create_key, ensure_key, revoke_key
from .edge import run_forward
from .hearing import hear
from .lock import BusyError, only_fold
from .outbox import backlogs, not_taken
from .processes import run_fold, run_front, run_intake, run_pages
from .queries import games, head, keys, lag, last_seq, set_aside, snapshot
from .rebuild import differences, rebuild
from .replay import KeyRefusedError, Pace, Player, Tally, Wire
from .seed import messages, seed
from .terms import Backlog, Change, Finding, KeyLine, NotTakenLine, Receipt, SetAside, Snapshot

__all__ = [
    "Backlog", "BusyError", "Change", "Finding", "KeyExistsError", "KeyLine", "KeyRefusedError",
    "NotTakenLine", "Pace", "Player", "Receipt", "SetAside", "Snapshot", "Tally", "Wire", "backlogs",
    "create_key", "differences", "ensure_key", "games", "head", "hear", "keys", "lag", "last_seq",
    "messages", "not_taken", "only_fold", "rebuild", "revoke_key", "run_fold", "run_forward", "run_front",
    "run_intake", "run_pages", "seed", "set_aside", "snapshot",
]  # fmt: skip
