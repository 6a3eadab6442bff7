"""The bench runner tells the truth about what a bench found."""

from __future__ import annotations

import pytest
from bench.__main__ import benches, main, verdict


def test_bench_verdict_holds_only_when_the_bench_does() -> None:
    assert verdict("x-y", lambda: ("3 of 3", True)) == ("x-y: 3 of 3  HOLDS", 0)
    assert verdict("x-y", lambda: ("2 of 3", False)) == ("x-y: 2 of 3  SHORT", 1)


def test_bench_list_names_every_bench_and_its_promise(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    shown = capsys.readouterr().out
    assert {"house", "fresh"} <= set(benches())
    assert all(f"{name:14} " in shown and promise for name, promise in benches().items())


def test_unknown_bench_is_refused() -> None:
    assert main(["no-such-bench"]) == 2
