"""``python -m bench NAME``: run one bench; its verdict is the last line, exit 0 only if it holds.

A bench is a module of this folder with ``run() -> tuple[str, bool]`` and a docstring whose first line
says what it promises. A dash in NAME is an underscore in the file's name.
"""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def benches() -> dict[str, str]:
    """Name to promise of every bench; a module without ``run`` is a helper, not a bench."""
    found = {}
    for path in sorted(FOLDER.glob("[a-z]*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        if any(isinstance(node, ast.FunctionDef) and node.name == "run" for node in tree.body):
            found[path.stem.replace("_", "-")] = (ast.get_docstring(tree) or "").split("\n", 1)[0]
    return found


def verdict(name: str, run: Callable[[], tuple[str, bool]]) -> tuple[str, int]:
    """The last line and the exit code of a bench."""
    figures, holds = run()
    return f"{name}: {figures}  {'HOLDS' if holds else 'SHORT'}", 0 if holds else 1


def main(words: list[str]) -> int:
    """Run the bench that ``words`` name, or list them all."""
    known = benches()
    if words == ["--list"]:
        for name, promise in known.items():
            print(f"{name:14} {promise}")
        return 0
    if len(words) != 1 or words[0] not in known:
        print(f"one of: {', '.join(known)}", file=sys.stderr)
        return 2
    line, code = verdict(words[0], importlib.import_module(f"bench.{words[0].replace('-', '_')}").run)
    print(line)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
