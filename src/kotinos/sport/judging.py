"""Which judges' marks do not count. Pure.

Only disciplines whose rule goes by the number of judges alone: the highest and the lowest of a panel.
"""

from __future__ import annotations

from collections.abc import Mapping

DROPPED: Mapping[str, Mapping[int, int]] = {
    "DIV": {5: 1, 7: 2},  # World Aquatics, Diving 7.2: of 7 the two highest and the two lowest, of 5 one each
    "FSK": {9: 1},  # ISU Special Regulations, rule 353: the trimmed mean
    "SKB": {5: 1},  # World Skate, Skateboarding 6: the highest and the lowest of five
    "SRF": {5: 1},  # ISA Rule Book, 5: the highest and the lowest of five
}
"""Marks dropped at either end, by discipline and number of judges."""


def dropped(discipline: str, marks: Mapping[str, str]) -> str:
    """The judges whose marks do not count, in order, as "J1 J7"; nothing where no rule is known, a judge
    is missing or a mark is no number. ``marks``: by "MARK/J1"; what is no judge's mark stands aside."""
    panel = {key.partition("/")[2]: text for key, text in marks.items() if key.startswith("MARK/J")}
    out = DROPPED.get(discipline, {}).get(len(panel), 0)
    if not out:
        return ""
    try:
        ordered = sorted((float(text), judge) for judge, text in panel.items())
    except ValueError:
        return ""
    return " ".join(sorted(judge for _, judge in (*ordered[:out], *ordered[-out:])))
