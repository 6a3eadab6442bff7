"""Sizes, annotations, docstrings, hidden imports: held for every file of ours, and able to fail."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from . import measure

SOURCES = {name: path.read_text("utf-8") for name, path in measure.modules().items()}
ALL_FILES = [path for top in ("src", "tests", "bench") for path in sorted((measure.ROOT / top).rglob("*.py"))]


def _sizes() -> list[tuple[str, int]]:
    return [(name, measure.code_lines(text.splitlines())) for name, text in SOURCES.items()]


def _functions() -> list[tuple[str, int]]:
    return [(f"{m}.{f}", size) for m, text in SOURCES.items() for f, size in measure.function_lines(text)]


def test_files_stay_short() -> None:
    assert measure.p95(size for _, size in _sizes()) <= 250
    assert [x for x in _sizes() if x[1] > 400] == []


def test_test_and_bench_files_stay_below_the_hard_limit() -> None:
    sizes = {str(path): measure.code_lines(path.read_text("utf-8").splitlines()) for path in ALL_FILES}
    assert {name: size for name, size in sizes.items() if size > 400 and "/migrations/" not in name} == {}


def test_functions_stay_short() -> None:
    assert measure.p95(size for _, size in _functions()) <= 30
    assert [x for x in _functions() if x[1] > 50] == []


@pytest.mark.parametrize(
    "check",
    [measure.unannotated, measure.undocumented, measure.hidden_imports],
    ids=lambda check: check.__name__,
)
def test_every_module_is(check: object) -> None:
    assert {name: bad for name, text in SOURCES.items() if (bad := check(text))} == {}  # type: ignore[operator]


def test_ruff_holds_complexity_and_arguments_without_exceptions() -> None:
    lint = tomllib.loads((measure.ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert lint["mccabe"]["max-complexity"] == 8
    assert lint["pylint"]["max-args"] == 5
    assert {"C90", "PLR0913"} <= set(lint["select"])
    assert [name for name, text in SOURCES.items() if "noqa: C901" in text or "noqa: PLR0913" in text] == []


def _ruff(*paths: Path) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--select",
        "C901,PLR0913",
        *map(str, paths),
    ]
    return subprocess.run(command, cwd=measure.ROOT, capture_output=True, text=True, check=False)


def test_no_function_is_too_branched_or_takes_too_much() -> None:
    done = _ruff(measure.SRC)
    assert done.returncode == 0, done.stdout


def test_ruff_would_see_a_branched_function(tmp_path: Path) -> None:
    body = "".join(f"    if a == {n}:\n        return {n}\n" for n in range(9))
    (tmp_path / "pyproject.toml").write_text((measure.ROOT / "pyproject.toml").read_text())
    (tmp_path / "bad.py").write_text(f"def bad(a):\n{body}\ndef many(a, b, c, d, e, f):\n    pass\n")
    done = _ruff(tmp_path / "bad.py")
    assert "C901" in done.stdout and "PLR0913" in done.stdout


BAD = """
def told(a: int, b) -> int:
    import json
    return a


class Silent:
    pass
"""


def test_checkers_see_a_bad_sample() -> None:
    assert measure.unannotated(BAD) == ["2 told"]
    assert measure.undocumented(BAD) == ["1 module", "2 told", "7 Silent"]
    assert measure.hidden_imports(BAD) == ["3 import json"]
    assert measure.hidden_imports("def f() -> None:\n    import numpy  # slow: half a second to load\n") == []
    assert list(measure.function_lines(BAD)) == [("told", 3)]
    assert measure.code_lines(["a = 1", "", "  # why", "b = 2"]) == 2
    assert measure.p95([1] * 95 + [9] * 5) == 1
    assert measure.p95([1] * 94 + [9] * 6) == 9
    assert measure.annotated_share([BAD]) == 0
