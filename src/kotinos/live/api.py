"""The door of the live room."""

from __future__ import annotations

from .actions import KeyExistsError, create_key, ensure_key, revoke_key
from .edge import run_forward
from .hearing import hear
from .holding import begin_anew, damaged, log_holding, newest_came, stand
from .intake import GROUP
from .lock import BusyError, only_fold
from .outbox import backlogs, not_taken
from .processes import bus_url, run_fold, run_front, run_intake, run_pages
from .queries import (
    changed,
    games,
    head,
    keys,
    lag,
    last_seq,
    set_aside,
    snapshot,
    snapshots,
    topics,
)
from .rebuild import differences, rebuild
from .replay import KeyRefusedError, Pace, Player, Tally, Wire
from .seed import messages, seed, tell, told
from .terms import (
    Backlog,
    Change,
    Finding,
    KeyLine,
    LogHolding,
    NotTakenLine,
    Receipt,
    SetAside,
    Snapshot,
    Stand,
)

__all__ = [
    "GROUP", "Backlog", "BusyError", "Change", "Finding", "KeyExistsError", "KeyLine", "KeyRefusedError",
    "LogHolding", "NotTakenLine", "Pace", "Player", "Receipt", "SetAside", "Snapshot", "Stand", "Tally",
    "Wire", "backlogs", "begin_anew", "bus_url", "changed", "create_key", "damaged", "differences",
    "ensure_key", "games", "head", "hear", "keys", "lag", "last_seq", "log_holding", "messages",
    "newest_came", "not_taken", "only_fold", "rebuild", "revoke_key", "run_fold", "run_forward",
    "run_front", "run_intake", "run_pages", "seed", "set_aside", "snapshot", "snapshots", "stand", "tell",
    "told", "topics",
]  # fmt: skip
