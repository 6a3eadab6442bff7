"""The bench runner tells the truth about what a bench found."""

from __future__ import annotations

import pytest

from bench.__main__ import benches, main, verdict
from bench.fresh import megabytes, running_unit


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


def test_download_is_summed_from_what_pip_says() -> None:
    log = "12:00 Downloading a-1.whl (1.5 MB)\nProcessing ./b\nDownloading https://x/c.whl (500 kB)\n"
    assert megabytes(log) == pytest.approx(2.0)


def test_running_unit_is_found_on_the_home_page() -> None:
    unit = '<li class="unit" data-s="RUNNING"><p class="name"><a href="/X/ath/men-100m/final-1/">u</a></p>'
    head = '<h2 id="h-live">Live now</h2>'
    assert running_unit(f"{head}{unit}</section>") == "/X/ath/men-100m/final-1/"
    assert running_unit(f"{head}</section>{unit}") is None
