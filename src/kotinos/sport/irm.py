"""Invalid result marks: why a competitor has no place, and in which order such competitors stand. Pure."""

from __future__ import annotations

from collections.abc import Sequence

# The order most disciplines use below the ranked; a rule may bring its own.
IRM_ORDER: tuple[str, ...] = (
    "LAP",  # lapped
    "ELI",  # eliminated
    "EL",
    "OTL",  # outside the time limit
    "RET",  # retired
    "RT",
    "DNF",
    "NM",  # no valid mark
    "NPS",
    "DNS",
    "WD",
    "WDR",
    "DSQ",
    "DQ",
    "DQIC",
    "DQB",  # disqualified for unsporting behaviour
)

DISQUALIFIED: frozenset[str] = frozenset({"DSQ", "DQ", "DQIC", "DQB"})


def irm_key(irm: str, order: Sequence[str] = IRM_ORDER) -> tuple[int, str]:
    """Where ``irm`` stands in ``order``; codes that are not in it stand last, by their letters."""
    return (order.index(irm) if irm in order else len(order), irm)
