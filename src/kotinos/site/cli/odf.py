"""``kotinos odf check``: the intake's checks, for files. Needs no database."""

from __future__ import annotations

import json
from pathlib import Path

import click
import msgspec

from kotinos.odf.checks import PROFILES, Report, check


@click.group("odf")
def odf_command() -> None:
    """Work with message files."""


@odf_command.command("check")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--profile", type=click.Choice(list(PROFILES)), help="Whose rules; guessed when not given.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file.")
def check_files(files: tuple[Path, ...], profile: str | None, as_json: bool) -> None:
    """Say what is wrong with message FILES, by rule, place and remedy; exit 1 on errors."""
    refused = 0
    for path in files:
        report = check(path.read_bytes(), profile=profile)
        refused += report.refused
        click.echo(told_as_json(path, report) if as_json else told(path, report))
    if refused:
        raise SystemExit(1)


def told(path: Path, report: Report) -> str:
    """A report for people: one line a finding, its remedy below."""
    count = len(report.findings)
    lines = [f"{path}: {count or 'no'} finding{'' if count == 1 else 's'}"]
    for finding in report.findings:
        line = f"line {finding.line}" if finding.line else ""
        place = " ".join(word for word in (finding.severity, finding.rule, line, finding.place) if word)
        lines.append(f"  {place}: {finding.text}")
        if finding.remedy:
            lines.append(f"    {finding.remedy}")
    return "\n".join(lines)


def told_as_json(path: Path, report: Report) -> str:
    """A report for programs."""
    return json.dumps({"file": str(path), "findings": msgspec.to_builtins(report.findings)}, sort_keys=True)
