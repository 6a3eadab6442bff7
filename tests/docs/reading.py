"""How the docs tests read: our documents, and what the code really has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
TOP_PAGES = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
SETTING = re.compile(r"\bKOTINOS_[A-Z][A-Z_]*\b")
COMMAND = re.compile(r"(?:^|[`\s/])kotinos ((?:[a-z][a-z0-9]*(?: (?=[a-z]))?)+)")


def reference(name: str) -> str:
    """The text of a reference page."""
    return (DOCS / "reference" / f"{name}.md").read_text("utf-8")


def missing_links(page: Path, text: str) -> list[str]:
    """Links of a page to files that are not there; links to other sites are not followed."""
    targets = [found.split("#")[0] for found in LINK.findall(text) if "://" not in found]
    return [target for target in targets if target and not (page.parent / target).exists()]


def commands(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name, those of sub-groups too."""
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command is not None
        yield " ".join((*words, name)), command
        if isinstance(command, click.Group):
            yield from commands(command, (*words, name))


def options(command: click.Command) -> list[str]:
    """Long options of a command."""
    return [opt for param in command.params for opt in param.opts if opt.startswith("--")]


def named_commands(text: str, known: set[str]) -> set[str]:
    """What a page calls ``kotinos …``, cut to as many words as name a command; unknown ones whole."""
    found = set()
    for block in re.findall(r"```.*?```|`[^`]+`", text, re.S):
        for line in COMMAND.findall(block):
            words = line.split()
            fits = [" ".join(words[:n]) for n in range(len(words), 0, -1) if " ".join(words[:n]) in known]
            found.add(fits[0] if fits else words[0])
    return found


def section(text: str, heading: str) -> str:
    """The part of a page below a heading, up to the next one of any level."""
    match = re.search(rf"^#+ {re.escape(heading)}$(.*?)(?=^#|\Z)", text, re.M | re.S)
    return match.group(1) if match else ""
