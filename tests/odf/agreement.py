"""Whether reader, writer and checks agree with the messages of ``fixtures``, which know none of them."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

from lxml import etree

from kotinos.odf.checks import check, check_message, guess
from kotinos.odf.reader import read_message
from kotinos.odf.writer import write_message

FIXTURES = Path(__file__).parent / "fixtures"
BAD = FIXTURES / "bad"
_STEP = re.compile(r"([A-Za-z]+)\[(\d+)\]\Z")
_OLDEST = "2018"  # by which ODF1, the form before them all, is read


def good() -> list[Path]:
    """Every message with its expectations beside it."""
    return sorted(path for path in FIXTURES.glob("*.xml"))


def bad() -> list[dict[str, str]]:
    """Every message with one defect: file, rule, severity, note."""
    with (BAD / "expect.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def bases() -> list[Path]:
    """The messages before their defects."""
    return sorted((BAD / "base").glob("*.xml"))


def value_at(root: etree._Element, path: str) -> str:
    """The text at ``Result[0]/@Rank`` below Competition or ``../Note[0]/text()``; ``""`` when none."""
    here = root if path.startswith("../") else root.find("Competition")
    for step in path.removeprefix("../").split("/"):
        if here is None:
            return ""
        if step.startswith("@"):
            return here.get(step[1:], "")
        if step == "text()":
            return (here.text or "").strip()
        found = _STEP.match(step)
        assert found, f"{path} is no path"
        below = here.findall(found[1])
        here = below[int(found[2])] if int(found[2]) < len(below) else None
    raise AssertionError(f"{path} ends at an element")


def count_at(root: etree._Element, path: str) -> int:
    """How many elements lie at ``Result/Competitor`` below Competition, all branches added."""
    if path.startswith("../"):
        return len(root.findall(path[3:]))
    return len(root.findall(f"Competition/{path}"))


def disagreements(path: Path) -> list[str]:
    """What reader and writer lost or changed of one good message, and what checks have against it."""
    expected = json.loads(path.with_suffix("").with_suffix(".expect.json").read_text("utf-8"))
    data = path.read_bytes()
    message, strange = read_message(data)
    written = write_message(message)
    wrong = _header(message.header, expected)
    for when, xml in (("as sent", data), ("as written", written)):
        wrong += [f"{when}: {text}" for text in _body(etree.fromstring(xml), expected)]
    if read_message(written)[0] != message:
        wrong.append("the written message reads differently")
    profile = _OLDEST if expected["profile"] == "odf1" else expected["profile"]
    if guess(message) != profile:
        wrong.append(f"profile {guess(message)}, not {profile}")
    findings = check_message(message, strange, profile)
    return wrong + [f"{item.rule} at {item.place}: {item.text}" for item in findings]


def _body(root: etree._Element, expected: dict[str, Any]) -> list[str]:
    wrong = []
    if (root.find("Competition") is not None) != expected["competition_present"]:
        wrong.append(f"Competition present is not {expected['competition_present']}")
    for place, text in expected["values"].items():
        if (got := value_at(root, place)) != text.strip():
            wrong.append(f"{place} is {got!r}, not {text!r}")
    for place, count in expected["counts"].items():
        if (number := count_at(root, place)) != count:
            wrong.append(f"{place} stands {number} times, not {count}")
    return wrong


def _header(header: Any, expected: dict[str, Any]) -> list[str]:
    wrong = []
    for field, text in expected["header"].items():
        if expected["profile"] == "odf1" and field in ("date", "logical_date"):
            text = f"{text[:4]}-{text[4:6]}-{text[6:]}"  # the reader writes the days of ODF1 like all others
        if (got := str(getattr(header, field))) != text:
            wrong.append(f"header {field} is {got!r}, not {text!r}")
    return wrong


def misjudged(row: dict[str, str]) -> str:
    """How checks judge a message with one defect otherwise than ``expect.csv``; ``""`` when alike."""
    findings = check((BAD / row["file"]).read_bytes()).findings
    got = {(item.rule, item.severity) for item in findings}
    return "" if got == {(row["rule"], row["severity"])} else f"{row['file']}: {sorted(got)}"
