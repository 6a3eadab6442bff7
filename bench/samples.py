"""Messages and codes that no one here wrote are judged as the table says, and lose nothing.

Four counts: real message files against ``samples_expected.csv`` (rules and severities they must raise, no
more; taken down from a first run, then held against a second table that was written from the standard's
facts without sight of this code: 23 of 26 rows the same, the other three add a finding to the same ones,
where the facts allow both), our fixtures, the RSCs of a Games printed after parsing, and old codes to new
and back.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

from kotinos.odf.checks import check
from kotinos.odf.codes import CodeTables
from kotinos.odf.legacy import LegacyTable, to_new, to_old
from kotinos.odf.reader import read_message
from kotinos.odf.rsc import LENGTH, RSC
from kotinos.odf.writer import write_message
from tests.odf import agreement

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("KOTINOS_DATA", ROOT.parent / "shared" / "data"))
EXPECTED = Path(__file__).with_name("samples_expected.csv")
FOLDERS = ("odf_samples", "odf_dt_codes_rio2016")
WINTER = "odf_codes/OWG2018_common_12.00"
RSCS, PAIRS, DISTINCT = 2585, 1957, 1956


def _judged(path: Path, wanted: set[str]) -> str:
    """How a file is judged otherwise than the table says or reads otherwise after writing, or ``""``."""
    report = check(path.read_bytes())
    got = {f"{finding.rule}:{finding.severity}" for finding in report.findings}
    if got != wanted:
        return f"{path.name}: raises {sorted(got)}, not {sorted(wanted)}"
    if report.message is not None and read_message(write_message(report.message))[0] != report.message:
        return f"{path.name}: reads otherwise after writing"
    return ""


def samples() -> tuple[str, bool]:
    """Every real file against the table; a file without a row, or a row without a file, disagrees."""
    with EXPECTED.open(encoding="utf-8", newline="") as rows:
        table = {row["file"]: set(row["findings"].split()) for row in csv.DictReader(rows)}
    files = {
        str(path.relative_to(DATA)): path for name in FOLDERS for path in sorted((DATA / name).rglob("*.xml"))
    }
    wrong = [f"{name}: in the table or on disk only" for name in sorted(table.keys() ^ files.keys())]
    wrong += [text for name in table.keys() & files.keys() if (text := _judged(files[name], table[name]))]
    print(*wrong, sep="\n", end="\n" if wrong else "")
    count = len(table.keys() | files.keys())
    return f"files {count - len(wrong)}/{count}", not wrong


def fixtures() -> tuple[str, bool]:
    """Every fixture: what the good ones say, what the bad ones raise."""
    good, bad, bases = agreement.good(), agreement.bad(), agreement.bases()
    wrong = [f"{path.name}: {text}" for path in good for text in agreement.disagreements(path)[:1]]
    wrong += [text for row in bad if (text := agreement.misjudged(row))]
    wrong += [f"{path.name}: raises something" for path in bases if check(path.read_bytes()).findings]
    print(*wrong, sep="\n", end="\n" if wrong else "")
    count = len(good) + len(bad) + len(bases)
    return f"fixtures {count - len(wrong)}/{count}", not wrong and count > 0


def rscs() -> tuple[str, bool]:
    """Every code of the Games parsed and printed."""
    codes = CodeTables.load(DATA / WINTER).codes("EventUnit")
    same = sum(len(code) == LENGTH and str(RSC.parse(code)) == code for code in codes)
    return f"RSCs {same}/{len(codes)}", same == len(codes) == RSCS


def pairs() -> tuple[str, bool]:
    """Old and new codes: how many the rules alone tell, the rules with the events' numbers, the table."""
    table = LegacyTable.load(DATA / WINTER)
    numbers = LegacyTable({}, {}, table.events, table.numbers, {})
    told, back = [0, 0, 0, 0], [0, 0, 0, 0]
    wrong = 0
    for new, old in table.old.items():
        forward = [to_old(new, known) for known in (None, numbers, table)]
        backward = [to_new(old, known) for known in (None, numbers, table)]
        told[next((at for at, code in enumerate(forward) if code == old), 3)] += 1
        back[next((at for at, code in enumerate(backward) if code == RSC.parse(new)), 3)] += 1
        wrong += any(code not in (None, old) for code in forward)
        wrong += any(code not in (None, RSC.parse(new)) for code in backward[:2])
    clash = "; ".join(f"{old} = {' and '.join(news)}" for old, news in table.clashes.items())
    print(f"the clash: {clash}")
    figures = (
        f"pairs {len(table.old)} ({len(table.new)} distinct, clash {', '.join(table.clashes)}): "
        f"to old {told[0]} by rule, {told[1]} by rule and event number, {told[2]} by table; "
        f"to new {back[0]}, {back[1]}, {back[2]} and {back[3]} lost to the clash; {wrong} wrong"
    )
    counted = (len(table.old), len(table.new), wrong, told[3], back[3])
    return figures, counted == (PAIRS, DISTINCT, 0, 0, PAIRS - DISTINCT)


def run() -> tuple[str, bool]:
    """All four counts; without the real data the promise cannot be shown."""
    if not DATA.is_dir():
        return f"no folder of real data at {DATA} (KOTINOS_DATA says where)", False
    counts = [samples(), fixtures(), rscs(), pairs()]
    return "; ".join(figures for figures, _ in counts), all(holds for _, holds in counts)
