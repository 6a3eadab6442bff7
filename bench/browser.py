"""Every page and journey in a real Chromium: changes in place, for everybody, through every cut.

Runs the suite's browser tests and counts what they proved; pictures of every kind of page at both widths
are put into ``bench/out/shots``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "bench" / "out" / "shots"
WITHIN = 1200


def told(cases: list[ET.Element], name: str) -> list[int]:
    """What the tests recorded under a name."""
    return [
        int(each.get("value", "0"))
        for case in cases
        for each in case.iter("property")
        if each.get("name") == name
    ]


def run() -> tuple[str, bool]:
    """Run all browser tests; it holds when every one passed and none was skipped."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kotinos-browser-") as folder:
        report = Path(folder) / "report.xml"
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-m",
            "browser",
            "-q",
            "-p",
            "no:cacheprovider",
            "-o",
            "junit_family=xunit1",  # has room for what tests record
            f"--junitxml={report}",
        ]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "SHOTS": str(SHOTS)},
            timeout=WITHIN,
            capture_output=True,
            text=True,
        )
        if not report.exists():
            print(done.stdout[-4000:], done.stderr[-2000:])
            return "the suite did not run", False
        cases = list(ET.parse(report).getroot().iter("testcase"))
    short = [
        case for case in cases if any(case.find(kind) is not None for kind in ("failure", "error", "skipped"))
    ]
    if short or done.returncode:
        print(done.stdout[-6000:])
    pages = told(cases, "axe_widths")
    figures = (
        f"{len(cases)} journeys, {len(cases) - len(short)} passed, {len(short)} failed or skipped; axe on "
        f"{len(pages)} kinds of page × 2 widths, light and dark: {sum(told(cases, 'axe_violations'))} "
        f"serious or critical; largest first view {max(told(cases, 'first_view'), default=0) / 1000:.0f} kB; "
        f"{time.monotonic() - began:.0f} s; pictures in bench/out/shots"
    )
    return figures, bool(cases) and not short and done.returncode == 0
